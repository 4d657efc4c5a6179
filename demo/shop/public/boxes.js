// Six boxes for six digits: typing moves on, backspace moves back, a pasted or filled code is spread over the boxes.
const boxes = [...document.querySelectorAll('.boxes input')];

for (const [index, box] of boxes.entries()) {
  box.addEventListener('input', () => {
    if (box.value) boxes[index + 1]?.focus();
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Backspace' && !box.value) boxes[index - 1]?.focus();
  });
  box.addEventListener('paste', (event) => {
    event.preventDefault();
    const digits = event.clipboardData.getData('text').replace(/\D/g, '').slice(0, 6);
    boxes.forEach((one, at) => {
      one.value = digits[at] ?? '';
    });
    boxes[Math.min(digits.length, 5)].focus();
  });
}
