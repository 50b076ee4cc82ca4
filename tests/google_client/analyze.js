// Google's own client, as Perspective's documentation used it: reads the discovery document, then calls what it names.
// Usage: node analyze.js DISCOVERY_URL KEY REQUEST. Prints the answer, or the error as it reaches a caller.
const { Discovery } = require("googleapis-common");

const [url, key, request] = process.argv.slice(2);

async function main() {
  const endpoint = await new Discovery().discoverAPI(url);
  const client = endpoint({});
  try {
    const answer = await client.comments.analyze({ key, resource: JSON.parse(request) });
    console.log(JSON.stringify({ data: answer.data }));
  } catch (error) {
    console.log(JSON.stringify({ message: error.message, code: error.code, body: error.response.data }));
  }
}

main();
