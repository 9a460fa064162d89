// Asks for two URLs in turns as fast as they answer, in a process of its own:
// `node http-client.mjs URL URL TOKEN ROUNDS MS CONNECTIONS`; MS is how long a turn takes.
// Prints answers a second of both, by round, as JSON; ends with 1 at the first that is not 200.
import http from 'node:http';

const [first, second, token, rounds, ms, connections] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(connections) });
const ask = (url) =>
  new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (answer) => {
        answer.resume();
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${answer.statusCode}`)),
        );
      })
      .on('error', reject);
  });

async function turn(url) {
  let answers = 0;
  const started = performance.now();
  const end = started + Number(ms);
  await Promise.all(
    Array.from({ length: Number(connections) }, async () => {
      while (performance.now() < end) {
        await ask(url);
        answers += 1;
      }
    }),
  );
  return (answers / (performance.now() - started)) * 1000;
}

const rates = [];
for (let round = 0; round < Number(rounds); round += 1) {
  // Who goes first changes, so that a machine which gets slower or faster favours neither.
  const order = round % 2 === 0 ? [0, 1] : [1, 0];
  const both = [];
  for (const index of order) both[index] = await turn([first, second][index]);
  rates.push(both);
}
console.log(JSON.stringify(rates));
agent.destroy();
