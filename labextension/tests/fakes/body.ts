/** A response body that arrives in these pieces. */
export function bodyOf(
  pieces: readonly Uint8Array[],
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: controller => {
      pieces.forEach(piece => {
        controller.enqueue(piece);
      });
      controller.close();
    },
  });
}

/** A text as UTF-8, cut into pieces of a size. */
export function cut(text: string, size: number): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) =>
    bytes.slice(index * size, (index + 1) * size),
  );
}

/** All of a stream. */
export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of stream) {
    found.push(each);
  }
  return found;
}
