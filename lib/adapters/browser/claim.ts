// What only one of our pages does at a time, by a Web Lock: it ends with its page, whatever becomes of that.

/** @returns lets go; null: another page does it */
export function claim(work: string): Promise<(() => void) | null> {
  return new Promise((claimed, failed) => {
    const hold = (lock: Lock | null): Promise<void> | null => {
      if (lock !== null) return new Promise((letGo) => claimed(letGo));
      claimed(null);
      return null;
    };
    navigator.locks.request(`nucleus-page/${work}`, { ifAvailable: true }, hold).catch(failed);
  });
}
