#!/usr/bin/env node
'use strict';
// CommonJS in old syntax on purpose: a Node that is too old has to parse this file to be able to say so.
const { version, engines } = require('../package.json');

const needed = engines.node.replace(/[^0-9.]/g, '');
const parts = (text) => text.split('.').map(Number);
const [major, minor] = parts(process.versions.node);
const [neededMajor, neededMinor] = parts(needed);

const refuse = (sentence) => {
  console.error(sentence);
  process.exitCode = 1;
};

if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  refuse(`setright needs Node.js ${needed} or newer; this is ${process.versions.node}.`);
} else if (process.argv.length === 3 && process.argv[2] === '--version') {
  console.log(version);
} else {
  const { existsSync } = require('node:fs');
  const { join } = require('node:path');
  const { pathToFileURL } = require('node:url');
  // A package has only what was built. A checkout runs its sources, whatever an old build left beside them.
  const source = join(__dirname, '..', 'src', 'cli.ts');
  const isCheckout = existsSync(source);
  if (isCheckout && !process.features.typescript) {
    refuse(
      `setright: a checkout needs Node.js 22.18 or newer, as npm install brings in node_modules/.bin; this is ${process.versions.node}.`,
    );
  } else {
    import(pathToFileURL(isCheckout ? source : join(__dirname, '..', 'dist', 'cli.js')).href);
  }
}
