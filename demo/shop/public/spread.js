// Boxes of no stated length: what is put into one is spread over those behind it, and typing moves on.
const boxes = [...document.querySelectorAll('.boxes input')];

for (const [index, box] of boxes.entries()) {
  box.addEventListener('input', () => {
    const characters = [...box.value];
    if (characters.length > 1)
      characters.forEach((one, at) => {
        const next = boxes[index + at];
        if (next) next.value = one;
      });
    boxes[Math.min(index + characters.length, boxes.length - 1)].focus();
  });
}
