import type { Child } from 'hono/jsx';

/** The markup our Slack drawings use: links with labels, bold, line breaks, three entities. */
const TOKEN = /<(https?:[^|>]+)(?:\|([^>]*))?>|\*([^*\n]+)\*|\n/;

/** Slack's mrkdwn as its clients show it. */
export function MrkdwnText({ text }: { text: string }) {
  return <>{parse(text)}</>;
}

function parse(text: string): Child[] {
  const parts: Child[] = [];
  let rest = text;
  for (let match = TOKEN.exec(rest); match; match = TOKEN.exec(rest)) {
    const [token, url, label, bold] = match;
    parts.push(unescapeEntities(rest.slice(0, match.index)));
    if (url !== undefined) parts.push(<a href={unescapeEntities(url)}>{unescapeEntities(label ?? url)}</a>);
    else if (bold !== undefined) parts.push(<b>{parse(bold)}</b>);
    else parts.push(<br />);
    rest = rest.slice(match.index + token.length);
  }
  parts.push(unescapeEntities(rest));
  return parts;
}

function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
