/** Does something once what is due is on the screen: a frame is drawn behind what asks for it. */
export const afterDrawing = (then: () => void): void => {
  requestAnimationFrame(() => setTimeout(then));
};
