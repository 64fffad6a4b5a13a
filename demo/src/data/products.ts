/** What the made-up company sells, with the troubles that its customers have with each. */
export const products: Readonly<Record<string, readonly string[]>> = {
  blender: [
    'the jug leaks from the seal at the base',
    'the motor smells of burning after one smoothie',
    'the blades stopped turning although the motor still hums',
    'my mixer stopped working and I want my money back',
  ],
  kettle: [
    'it no longer switches off when the water boils',
    'there is rust on the heating plate',
    'the lid will not close since last week',
    'the water tastes of plastic even after ten boils',
  ],
  toaster: [
    'one side of the bread stays white',
    'the lever does not stay down any more',
    'it trips the fuse whenever I use it',
    'the crumb tray is bent and cannot be taken out',
  ],
  'coffee-machine': [
    'it shows the descaling light although I descaled it twice',
    'the pump is loud and no coffee comes out',
    'the milk frother only gives cold foam',
    'hot water drips from the group head after brewing',
  ],
  vacuum: [
    'it loses suction after five minutes',
    'the battery holds for a few minutes only',
    'the brush roller is blocked and nothing is wrapped around it',
    'the charging station blinks red',
  ],
  'air-fryer': [
    'the basket coating is coming off in flakes',
    'the display stays dark when I plug it in',
    'the fan rattles as if something was loose inside',
    'the timer jumps back to zero',
  ],
  scale: [
    'it shows a different weight every time',
    'the app cannot find it over Bluetooth',
    'the glass plate has a crack from delivery',
    'it switches off before I can read the weight',
  ],
  iron: [
    'it leaves brown stains on white shirts',
    'the steam button is stuck',
    'the cable gets hot near the plug',
    'water runs out of the plate when it is cold',
  ],
};
