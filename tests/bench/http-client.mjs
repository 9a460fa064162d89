// Asks for one URL as fast as it answers, in a process of its own: `node http-client.mjs URL TOKEN MS CONNECTIONS`.
// Prints how many answers a second came; ends with 1 at the first that is not 200.
import http from 'node:http';

const [url, token, ms, connections] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(connections) });
const ask = () =>
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

let answers = 0;
const started = performance.now();
const end = started + Number(ms);
await Promise.all(
  Array.from({ length: Number(connections) }, async () => {
    while (performance.now() < end) {
      await ask();
      answers += 1;
    }
  }),
);
console.log((answers / (performance.now() - started)) * 1000);
agent.destroy();
