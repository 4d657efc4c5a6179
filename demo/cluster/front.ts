// One origin over several processes: takes connections on one port of loopback and passes each on to the next process
// that takes it. An operator has a reverse proxy with TLS in this place (docs/operating.md); this one only passes bytes
// on.
import { connect, createServer, type Server, type Socket } from 'node:net';

export class Front {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Ports of the processes; the code that starts and ends them keeps it right. */
  #targets: readonly number[] = [];
  #next = 0;

  private constructor() {
    this.#server = createServer({ noDelay: true }, (client) => this.#accept(client));
  }

  /** @param port 0: any that is free */
  static async listen(port: number): Promise<Front> {
    const front = new Front();
    await new Promise<void>((resolve, reject) => {
      front.#server.once('error', reject);
      front.#server.listen(port, '127.0.0.1', resolve);
    });
    return front;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  /** From now on connections go there. */
  lead(targets: readonly number[]): void {
    this.#targets = targets;
  }

  /** Ends the connections that are open: their clients connect again. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  #accept(client: Socket): void {
    this.#keep(client);
    const targets = this.#targets.map((_, i) => this.#targets[(this.#next + i) % this.#targets.length] as number);
    this.#next++;
    this.#pass(client, targets);
  }

  #pass(client: Socket, [target, ...others]: readonly number[]): void {
    if (target === undefined || client.destroyed) return void client.destroy();
    const process = connect({ port: target, host: '127.0.0.1', noDelay: true });
    this.#keep(process);
    let isOpen = false;
    process.once('connect', () => {
      isOpen = true;
      client.pipe(process).pipe(client);
    });
    process.on('error', () => (isOpen ? client.destroy() : this.#pass(client, others)));
    process.on('close', () => {
      if (isOpen) client.destroy();
    });
    client.on('close', () => process.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
