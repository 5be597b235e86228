/**
 * How site generators spell a file name or a title in an address (before percent-encoding). `kept` changes nothing.
 */
export type Spelling = keyof typeof SPELLINGS;

const SPELLINGS = {
  kept: (name: string) => name,
  hugo: (name: string) => spellAsHugo(name).toLowerCase(),
  /** `disablePathToLower: true` */
  'hugo-cased': spellAsHugo,
  hexo: spellAsHexo,
  jekyll: spellAsJekyll,
  zola: spellAsZola,
  /** `slugify.paths = "safe"` */
  'zola-safe': (name: string) => name.replace(/[ .]+$/, '').replace(/[<>:"/\\|?*]/g, ''),
  astro: spellAsAstro,
};

export function spellName(name: string, spelling: Spelling): string {
  return SPELLINGS[spelling](name);
}

/** Hugo's paths.Sanitize: letters, digits, marks and `. _ # + ~ - @ %` stay, spaces become one hyphen, the rest goes. */
function spellAsHugo(name: string): string {
  return name
    .replace(/[^\p{L}\p{Nd}\p{M}\s./\\_#+~@%-]/gu, '')
    .replace(/%(?![0-9a-f]{2})/gi, '')
    .replace(/(?<=-)\s+|\s+(?=-)/g, '')
    .trim()
    .replace(/\s+/g, '-');
}

/** hexo-util's slugize: marks off Latin letters, ASCII punctuation and spaces to single hyphens. */
function spellAsHexo(name: string): string {
  return withoutAccents(name)
    .replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'<>,.?/]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** Jekyll's slugify in its mode `pretty`, letters' case kept. */
function spellAsJekyll(name: string): string {
  return name.replace(/[^\p{L}\p{M}\p{N}._~!$&'()+,;=@]+/gu, '-').replace(/^-|-$/g, '');
}

/** Zola's default. What is not Latin it transliterates, for which it has a table that we do not: it stays. */
function spellAsZola(name: string): string {
  return withoutAccents(name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}

/** github-slugger, which Astro names its entries with: lower case, spaces to hyphens, punctuation gone. */
function spellAsAstro(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replace(/ /g, '-');
}

function withoutAccents(name: string): string {
  return name.replace(/[\u00c0-\u024f]/g, (letter) => letter.normalize('NFD').replace(/\p{M}/gu, ''));
}
