#!/usr/bin/env node
'use strict';
// CommonJS in old syntax on purpose: a Node that is too old has to parse this file to be able to say so.
const { version, engines } = require('../package.json');

const needed = engines.node.replace(/[^0-9.]/g, '');
const parts = (text) => text.split('.').map(Number);
const [major, minor] = parts(process.versions.node);
const [neededMajor, neededMinor] = parts(needed);

if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  console.error(`setright needs Node.js ${needed} or newer; this is ${process.versions.node}.`);
  process.exitCode = 1;
} else if (process.argv.length === 3 && process.argv[2] === '--version') {
  console.log(version);
} else {
  const { existsSync } = require('node:fs');
  const { join } = require('node:path');
  const { pathToFileURL } = require('node:url');
  // A checkout has the sources only, a package only what was built from them.
  const built = join(__dirname, '..', 'dist', 'cli.js');
  const entry = existsSync(built) ? built : join(__dirname, '..', 'src', 'cli.ts');
  import(pathToFileURL(entry).href);
}
