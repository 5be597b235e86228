/** A slot as it stands in the skeleton, with the CDATA section that `feed` may have put around it. It is a valid URL too. */
const SLOT = /(?:<!\[CDATA\[)?slot:(\d+)~(?:\]\]>)?/g;

/**
 * The way we mend the `feed` package (6.0) without forking it: it lays out the document, and everything that comes from
 * outside goes in as a numbered slot, filled with text we escaped ourselves when the skeleton stands. By itself it writes
 * malformed XML for control characters, a second `]]>` and `<` in Atom categories, un-escapes a literal `&amp;`, refuses
 * ids that are no URLs and gives all dates in UTC. A skeleton of slots holds no foreign text, so that it can safely be
 * changed by plain string replacement as well.
 */
export class XmlSlots {
  readonly #fillings: string[] = [];

  /** @param xml what shall stand there: an escaped text or a whole CDATA section */
  slot(xml: string): string {
    return `slot:${this.#fillings.push(xml) - 1}~`;
  }

  /** A date for `feed`, which writes dates by calling one of these two methods. */
  date(xml: string): Date {
    const text = this.slot(xml);
    return Object.assign(new Date(0), { toUTCString: () => text, toISOString: () => text });
  }

  fill(skeleton: string): string {
    return skeleton.replace(SLOT, (_, index) => this.#fillings[Number(index)] ?? '');
  }
}
