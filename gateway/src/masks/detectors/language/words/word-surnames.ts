/** English family names that are ordinary words, in small letters; without those that have capitals for other reasons. */
export const wordSurnames: ReadonlySet<string> = new Set(
  (
    'abbot archer armour ash baker banks barber bard barker bean beck bell berry bird black blackwood bloom bolt bond booth bowman ' +
    'brook brooks brown buck bull burns bush butcher butler cannon cantor carpenter carter carver chamberlain chambers chandler chase ' +
    'clay cliff cobb cole cook cooper cotton crane crow curry dale dean draper drew drinkwater duke dyer falconer farmer fields finch ' +
    'fish fisher fletcher flint flood flower flowers forester foster fowler fox frost fuller gale gamble gardener gardner garland ' +
    'gates glass glover graves gray green greenwood grey grove hall hammond hardy harper hart hawk hawkins hay heath hill hills ' +
    'holland hood hook hull hunt hunter jewel keen king knight lake lamb lane leach leaf lock lord mann marsh marshal marshall mason ' +
    'meadows mercer miller mills milner moody moon moor moore moss myers nash noble oak oakes painter palmer parker parks parson ' +
    'parsons payne peacock pearl piper pitt pond pool porter potter potts proctor ray reed reeves rider ridge rivers robin rock rose ' +
    'rush rust saddler sage salmon sanders sands savage sawyer saxon sharp shepherd shields skinner slater slaughter smith snow ' +
    'sparks spear spears spicer squire stark steel steele sterling stone stones summers sumner swan swift tailor tanner taylor teal ' +
    'temple thorn tiller toller towers townsend trotter tucker turner underwood vale vine violet wade wain walker walls ward warden ' +
    'waters weaver webb webber webster wells wheeler whistler white whitehead wilder winters wolf wood woods wright young'
  ).split(' '),
);
