// Imported before a measured program (--expose-gc): collects its garbage on SIGUSR2, so that only held memory is
// measured.
process.on('SIGUSR2', () => {
  for (let times = 0; times < 4; times++) globalThis.gc?.();
});
