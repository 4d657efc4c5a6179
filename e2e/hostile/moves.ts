// How a page moves its form. Runs in the page and takes nothing along.

export function moveToAndFro(): void {
  const { style } = document.forms[0] as HTMLFormElement;
  const move = (): void => {
    style.marginLeft = style.marginLeft ? '' : '60px';
    requestAnimationFrame(move);
  };
  move();
}
