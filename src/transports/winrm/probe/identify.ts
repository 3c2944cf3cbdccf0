import { printable, shortened } from '../../../model/printable.ts';
import { AnswerLostError } from '../failures.ts';
import { HttpConnection } from '../http/http-connection.ts';
import { offeredIn } from '../http/http-login.ts';
import { type Address, authorityOf, openSocket } from '../http/open-socket.ts';
import { plainType } from '../http/sealed-body.ts';
import { allNamed, readXml, XmlError } from '../wsman/xml.ts';

const IDENTITY = 'http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd';
const MESSAGE =
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:i="${IDENTITY}">` +
  '<s:Header/><s:Body><i:Identify/></s:Body></s:Envelope>';

export interface Identified {
  /** What the service says of itself, '' when it says nothing to strangers. */
  readonly product: string;
  /** Ways to log in. */
  readonly offered: readonly string[];
  /** By the host's clock; undefined when it did not tell. */
  readonly at: Date | undefined;
}

/** Asks the service what it is (WS-Management 11), without a login. Rejects with the errors of `failures.ts`. */
export async function identify(at: Address, seconds: number, signal: AbortSignal): Promise<Identified> {
  const opened = await openSocket(at, signal);
  const connection = new HttpConnection(opened, authorityOf(at));
  signal.addEventListener('abort', () => connection.close());
  try {
    const stranger = { 'Content-Type': plainType, WSMANIDENTIFY: 'unauthenticated' };
    const said = await connection.post(stranger, Buffer.from(MESSAGE), seconds);
    const product = said.status === 200 ? productIn(said.body.toString('utf8')) : '';
    // Who identifies itself does not say how to log in; the question without a login does.
    const refusal =
      said.status === 401
        ? said
        : await connection.post({ 'Content-Type': plainType }, Buffer.alloc(0), seconds);
    const offered = offeredIn(refusal);
    if (product === '' && offered.length === 0)
      throw new AnswerLostError(`HTTP status ${said.status}, and no word of WS-Management`);
    const date = new Date(refusal.headers.date ?? '');
    return { product, offered, at: Number.isNaN(date.getTime()) ? undefined : date };
  } finally {
    connection.close();
  }
}

function productIn(text: string): string {
  try {
    const root = readXml(text);
    const words = ['ProductVendor', 'ProductVersion'].flatMap((name) =>
      allNamed(root, IDENTITY, name).map((element) => element.text.trim()),
    );
    return shortened(printable(words.join(', ')), 200);
  } catch (error) {
    if (error instanceof XmlError) return '';
    throw error;
  }
}
