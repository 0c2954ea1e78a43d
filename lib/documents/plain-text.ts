/** Markdown as one line that can be read aloud and searched: marks, link targets, fences and comments go, words stay. */
export function plainText(markdown: string): string {
  return markdown
    .replaceAll(/<!--.*?-->/gs, ' ')
    .replaceAll(/^\s*```.*$/gm, ' ')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^\s*\|?[\s:|-]+\|[\s:|-]*$/gm, ' ')
    .replaceAll(/\s\|\s|^\s*\||\|\s*$/gm, ' ')
    .replaceAll(/\*\*|`/g, '')
    .replaceAll(/^\s*(?:[-*]|\d+\.)\s+/gm, '')
    .replaceAll(/<(https?:[^>]+)>/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
