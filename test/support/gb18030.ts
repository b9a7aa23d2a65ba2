/** What Node decodes, and does not encode: the bytes of every character that has two in GB18030. */
const BYTES = new Map<string, readonly [number, number]>();

/** A text as Excel saves it in Chinese. @throws Error for a character that has neither one byte nor two there */
export function gb18030(text: string): Buffer {
  if (BYTES.size === 0) fill();
  return Buffer.from(
    Array.from(text).flatMap((character) => {
      const code = character.charCodeAt(0);
      const bytes = code < 0x80 ? [code] : BYTES.get(character);
      if (bytes === undefined) throw new Error(`not of two bytes in GB18030: ${character}`);
      return [...bytes];
    }),
  );
}

function fill(): void {
  const decoder = new TextDecoder("gb18030");
  for (let first = 0xb0; first < 0xf8; first++)
    for (let second = 0xa1; second < 0xff; second++)
      BYTES.set(decoder.decode(Uint8Array.of(first, second)), [first, second]);
}
