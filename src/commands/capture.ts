import { type OutputOptions, withOutput } from './options.ts';
import { type AddVerb, example } from './verb.ts';

export const addCapture: AddVerb = (program, act) => {
  withOutput(program.command('capture'))
    .summary('judge a packet capture: does something swallow large packets?')
    .description(
      'Reads a pcap or pcapng file of any size and contacts no host. Says for each TCP conversation the MSS of the handshake, the largest ' +
        'packet with Don\'t Fragment that crossed and the smallest that did not, "too big" messages, retransmissions, duplicate ACKs, resets, ' +
        'and fragments with holes, with packet numbers as Wireshark counts them. Ends 0 when full packets crossed, 2 when ' +
        'something was lost, 5 when nothing in it tells.',
    )
    .argument('<file>', 'what Wireshark, tcpdump, dumpcap or pktmon etl2pcap saved')
    .addHelpText('after', example('setright capture mapi.pcapng', 'setright capture mapi.pcap --json'))
    .action((file: string, options: OutputOptions) =>
      act(options, async (terminal) =>
        (await import('./capture/judge-capture.ts')).judgeCapture(terminal, file),
      ),
    );
};
