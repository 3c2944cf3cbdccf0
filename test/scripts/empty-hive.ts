const PAGE = 0x1000;
const NONE = 0xffffffff;

/** A registry hive with nothing but its root, as the kernel lays one out: for programs of others that edit hive files. */
export function emptyHive(): Buffer {
  const file = Buffer.alloc(2 * PAGE);
  const root = Buffer.concat([rootKey(0x20 + 0x60), Buffer.alloc(4)]).subarray(0, 0x5c);
  writeHeader(file);
  file.write('hbin', PAGE, 'latin1');
  file.writeUInt32LE(PAGE, PAGE + 8);
  writeCell(file, PAGE + 0x20, 0x60, root);
  writeCell(file, PAGE + 0x80, 0x30, security(0x80));
  file.writeInt32LE(PAGE - 0xb0, PAGE + 0xb0);
  return file;
}

function writeHeader(file: Buffer): void {
  file.write('regf', 0, 'latin1');
  file.writeUInt32LE(1, 4);
  file.writeUInt32LE(1, 8);
  file.writeUInt32LE(1, 20);
  file.writeUInt32LE(3, 24);
  file.writeUInt32LE(1, 32);
  file.writeUInt32LE(0x20, 36);
  file.writeUInt32LE(PAGE, 40);
  file.writeUInt32LE(1, 44);
  let sum = 0;
  for (let at = 0; at < 508; at += 4) sum ^= file.readUInt32LE(at);
  file.writeUInt32LE(sum >>> 0, 508);
}

/** A cell in use has its size below zero. */
function writeCell(file: Buffer, at: number, size: number, content: Buffer): void {
  file.writeInt32LE(-size, at);
  content.copy(file, at + 4);
}

function rootKey(securityAt: number): Buffer {
  const name = 'ROOT';
  const key = Buffer.alloc(76);
  key.write('nk', 0, 'latin1');
  key.writeUInt16LE(0x2c, 2);
  for (const at of [28, 32, 40, 48]) key.writeUInt32LE(NONE, at);
  key.writeUInt32LE(securityAt, 44);
  key.writeUInt16LE(name.length, 72);
  return Buffer.concat([key, Buffer.from(name, 'latin1'), Buffer.alloc(16)]);
}

function security(at: number): Buffer {
  const descriptor = Buffer.alloc(20);
  descriptor.writeUInt8(1, 0);
  descriptor.writeUInt16LE(0x8000, 2);
  const cell = Buffer.alloc(20);
  cell.write('sk', 0, 'latin1');
  cell.writeUInt32LE(at, 4);
  cell.writeUInt32LE(at, 8);
  cell.writeUInt32LE(1, 12);
  cell.writeUInt32LE(descriptor.length, 16);
  return Buffer.concat([cell, descriptor]);
}
