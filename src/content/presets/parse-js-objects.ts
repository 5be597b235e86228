type Token = { kind: 'text' | 'word' | 'mark'; text: string };

/** Strings, words and marks; comments are left out, regular expressions are opaque words. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`|([\w$]+(?:\.\d+)?)|(\S)/g;
/** More than any config has; beyond it, a file is something else. */
const LONGEST = 500_000;

/** A value that would have to be computed. */
const OPAQUE = undefined;

/**
 * The object literals of a JavaScript or TypeScript file, outermost ones, in order. Nothing is run: texts, numbers,
 * booleans, lists and objects are read, a name stands for the text it was given as a constant, and whatever would have
 * to be computed is undefined.
 */
export function parseJsObjects(source: string): Record<string, unknown>[] {
  return new Reader(tokenise(source.slice(0, LONGEST))).objects();
}

function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < source.length; ) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(source);
    if (!found) break;
    at = TOKEN.lastIndex;
    const [whole, single, double, template, word, mark] = found;
    if (/^\/[/*]/.test(whole)) continue;
    if (mark === '/' && startsExpression(tokens.at(-1))) {
      const pattern = /^\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/.exec(source.slice(found.index));
      if (pattern) {
        at = found.index + pattern[0].length;
        tokens.push({ kind: 'word', text: '/regular-expression/' });
        continue;
      }
    }
    const text = single ?? double ?? template;
    if (text !== undefined) {
      // A template with something to fill in is no text yet.
      tokens.push(
        template?.includes('${') ? { kind: 'word', text: '`computed`' } : { kind: 'text', text: unquote(text) },
      );
    } else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: 'mark', text: mark as string });
  }
  return tokens;
}

function startsExpression(before: Token | undefined): boolean {
  return before === undefined || (before.kind === 'mark' && /[([{,=:!&|?;]/.test(before.text));
}

function unquote(text: string): string {
  return text
    .replace(/\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})/gi, (_, long?: string, short?: string) =>
      String.fromCodePoint(Math.min(Number.parseInt(long ?? short ?? '0', 16), 0x10ffff)),
    )
    .replace(/\\n/g, '\n')
    .replace(/\\(.)/g, '$1');
}

const STATEMENTS = /^(if|for|while|switch|catch|with|return|function|await)$/;
const CLOSING: Record<string, string> = { '{': '}', '[': ']', '(': ')' };
/** Brackets in brackets; no config needs more. */
const DEEPEST = 200;

class Reader {
  private at = 0;
  private depth = 0;
  private readonly constants = new Map<string, unknown>();

  constructor(private readonly tokens: Token[]) {}

  objects(): Record<string, unknown>[] {
    const found: Record<string, unknown>[] = [];
    while (this.at < this.tokens.length) {
      if (this.is('{')) {
        const object = this.object();
        if (Object.keys(object).length > 0) found.push(object);
      } else if (!this.constant()) this.at++;
    }
    return found;
  }

  /** `const name = 'text'` is remembered. */
  private constant(): boolean {
    const [keyword, name, equals, value] = this.tokens.slice(this.at, this.at + 4);
    if (!/^(const|let|var)$/.test(keyword?.text ?? '') || name?.kind !== 'word' || equals?.text !== '=') return false;
    if (value?.kind === 'text') this.constants.set(name.text, value.text);
    this.at += 3;
    return true;
  }

  /** An object, or a block of statements: from it, what objects it holds with their keys. */
  private object(): Record<string, unknown> {
    const object: Record<string, unknown> = Object.create(null);
    this.at++;
    this.depth++;
    while (this.at < this.tokens.length && !this.is('}')) {
      const key = this.tokens[this.at] as Token;
      if (key.kind !== 'mark' && this.tokens[this.at + 1]?.text === ':') {
        this.at += 2;
        const value = this.value();
        if (!(key.text in object)) object[key.text] = value;
      } else if (this.isShorthand(key)) {
        if (!(key.text in object)) object[key.text] = this.constants.get(key.text);
        this.at++;
      } else if (this.isMethod(key)) {
        while (!this.is('(') && this.at < this.tokens.length) this.at++;
        this.skipBracket();
        if (this.is('{')) this.skipBracket();
      } else if (this.is('{')) {
        for (const [name, value] of Object.entries(this.object())) if (!(name in object)) object[name] = value;
      } else if (!this.constant()) {
        if (CLOSING[key.text] !== undefined && key.kind === 'mark') this.skipBracket();
        else this.at++;
      }
    }
    this.at++;
    this.depth--;
    return object;
  }

  /** `{ url, title }` */
  private isShorthand({ kind }: Token): boolean {
    const [before, after] = [this.tokens[this.at - 1], this.tokens[this.at + 1]];
    return kind === 'word' && /^[{,]$/.test(before?.text ?? '') && /^[},]$/.test(after?.text ?? '');
  }

  /** `name(…) {…}` in an object; in a block, what looks like it is a call or a statement. */
  private isMethod({ kind, text }: Token): boolean {
    const [before, after] = [this.tokens[this.at - 1], this.tokens[this.at + 1]];
    const startsEntry = /^([{,]|async|get|set|\*)$/.test(before?.text ?? '');
    return kind === 'word' && startsEntry && after?.text === '(' && !STATEMENTS.test(text);
  }

  private list(): unknown[] {
    const list: unknown[] = [];
    this.at++;
    while (this.at < this.tokens.length && !this.is(']')) {
      const start = this.at;
      if (this.is(',')) this.at++;
      else list.push(this.value());
      // A bracket that closes nothing: the file is no JavaScript, but it must end.
      if (this.at === start) this.at++;
    }
    this.at++;
    return list;
  }

  private value(): unknown {
    const token = this.tokens[this.at] as Token | undefined;
    if (!token) return OPAQUE;
    const start = this.at;
    const simple = this.simpleValue(token);
    // An operator, a call or a member after it makes it something else; a type (`as const`, `satisfies X`) does not.
    const typed = /^(as|satisfies)$/.test(this.tokens[this.at]?.text ?? '');
    if (this.at > start && (this.endsValue() || typed)) {
      this.skipValue();
      return simple;
    }
    this.skipValue();
    return OPAQUE;
  }

  private simpleValue(token: Token): unknown {
    if (token.kind === 'mark' && this.depth < DEEPEST) {
      if (token.text === '{') return this.object();
      if (token.text === '[') return this.nested(() => this.list());
      return OPAQUE;
    }
    this.at++;
    if (token.kind === 'text') return token.text;
    if (token.text === 'true' || token.text === 'false') return token.text === 'true';
    if (/^\d/.test(token.text)) return Number(token.text);
    return this.constants.get(token.text);
  }

  private nested<Result>(read: () => Result): Result {
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }

  private endsValue(): boolean {
    const next = this.tokens[this.at];
    return next === undefined || (next.kind === 'mark' && /[,;}\])]/.test(next.text));
  }

  /** To the end of the value: the next comma or closing bracket of its own level. */
  private skipValue(): void {
    while (this.at < this.tokens.length && !this.endsValue()) {
      const token = this.tokens[this.at] as Token;
      if (token.kind === 'mark' && CLOSING[token.text] !== undefined) this.skipBracket();
      else this.at++;
    }
    if (this.is(',') || this.is(';')) this.at++;
  }

  private skipBracket(): void {
    let open = 0;
    for (; this.at < this.tokens.length; this.at++) {
      const { kind, text } = this.tokens[this.at] as Token;
      if (kind !== 'mark') continue;
      if (text in CLOSING) open++;
      else if (/[}\])]/.test(text) && --open === 0) {
        this.at++;
        return;
      }
    }
  }

  private is(mark: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === 'mark' && token.text === mark;
  }
}
