// The commands of a documentation page: the contents of its ```sh blocks. A block right under the
// line `<!-- not run -->` is left out.
export function shellBlocks(markdown) {
  const blocks = [];
  const pattern = /(?:^<!-- (not run) -->\n+)?^```sh\n([\s\S]*?)^```$/gm;
  for (const [, skipped, text] of markdown.matchAll(pattern)) if (!skipped) blocks.push(text);
  return blocks;
}

// The commands among them that begin so, continued lines joined.
export function commandsOf(markdown, beginning) {
  return shellBlocks(markdown)
    .flatMap((block) => block.replaceAll('\\\n', ' ').split(/\n(?=\S)/))
    .map((line) => line.trim())
    .filter((line) => line.startsWith(beginning));
}

export const curlCommands = (markdown) => commandsOf(markdown, 'curl ');
