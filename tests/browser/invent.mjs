// Makes the data of a demonstration that nobody has used yet, for the specs to copy:
//   node tests/browser/invent.mjs DIR

import { startDemo } from './program.mjs';

const demo = await startDemo({ data: process.argv[2] });
await demo.halt();
