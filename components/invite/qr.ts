// A QR code as one SVG path, in the colour of the text around it. Loaded when the first one is shown.

import encodeQR from 'qr';

/** Path data in units of modules, and how many modules there are on a side. */
export function qrPath(text: string): { path: string; size: number } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 1 });
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      let end = x;
      while (row[end]) end++;
      path += `M${x} ${y}h${end - x}v1h${x - end}z`;
      x = end;
    }
  });
  return { path, size: rows.length };
}
