// The commands of a documentation page: the contents of its ```sh blocks. A block right under the
// line `<!-- not run -->` is left out.
export function shellBlocks(markdown) {
  const blocks = [];
  const pattern = /(?:^<!-- (not run) -->\n+)?^```sh\n([\s\S]*?)^```$/gm;
  for (const [, skipped, text] of markdown.matchAll(pattern)) if (!skipped) blocks.push(text);
  return blocks;
}

// Blocks that begin by keeping what a command says belong together: each is one script.
const isScript = (block) => /^\w+=\$\(/.test(block);
export const scripts = (markdown) => shellBlocks(markdown).filter(isScript);

const linesOf = (blocks) => blocks.flatMap((block) => block.replaceAll('\\\n', ' ').split(/\n(?=\S)/)).map((line) => line.trim());

// The commands of the other blocks that begin so, continued lines joined.
export const commandsOf = (markdown, beginning) => linesOf(shellBlocks(markdown).filter((block) => !isScript(block))).filter((line) => line.startsWith(beginning));

// Every line that calls curl, also inside of scripts.
export const curlLines = (markdown) => linesOf(shellBlocks(markdown)).filter((line) => /(^|\$\()curl /.test(line));

export const curlCommands = (markdown) => commandsOf(markdown, 'curl ');
