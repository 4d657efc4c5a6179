// Firefox's own remote protocol, as far as a test needs what WebDriver BiDi cannot do: privileged scripts, by which an
// authority is trusted and a name leads to an address of this machine. A frame is `<bytes>:<JSON>`.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firefoxPath } from './browsers.ts';
import { until } from './firefox.ts';

export class Marionette {
  readonly #program: ChildProcess;
  readonly #profile: string;
  readonly #socket: Socket;
  readonly #answers = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #buffer = Buffer.alloc(0);
  #lastId = 0;

  private constructor(program: ChildProcess, profile: string, socket: Socket) {
    this.#program = program;
    this.#profile = profile;
    this.#socket = socket;
    socket.on('data', (data) => this.#take(data));
  }

  static async launch(preferences: Readonly<Record<string, string | number | boolean>> = {}): Promise<Marionette> {
    const profile = await mkdtemp(join(tmpdir(), 'nucleus-firefox-'));
    const lines = Object.entries({ 'marionette.port': 0, ...preferences }).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
    );
    await writeFile(join(profile, 'user.js'), lines.join('\n'));
    const program = spawn(
      await firefoxPath(),
      ['--headless', '--marionette', '-remote-allow-system-access', '--no-remote', '--profile', profile],
      { stdio: 'ignore' },
    );
    const port = await until(() => readFile(join(profile, 'MarionetteActivePort'), 'utf8').catch(() => null));
    const socket = connect(Number(port), '127.0.0.1');
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const one = new Marionette(program, profile, socket);
    await one.#ask('WebDriver:NewSession', {});
    return one;
  }

  /** Runs in the page that is open; what it returns may be a promise. */
  inPage<T>(script: string, ...given: unknown[]): Promise<T> {
    return this.#run('content', script, given) as Promise<T>;
  }

  /** Runs in the browser itself. */
  inBrowser<T>(script: string, ...given: unknown[]): Promise<T> {
    return this.#run('chrome', script, given) as Promise<T>;
  }

  async visit(url: string): Promise<void> {
    await this.#ask('Marionette:SetContext', { value: 'content' });
    await this.#ask('WebDriver:Navigate', { url });
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#program.once('exit', resolve));
    this.#socket.destroy();
    this.#program.kill('SIGTERM');
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #run(context: 'content' | 'chrome', script: string, args: readonly unknown[]): Promise<unknown> {
    await this.#ask('Marionette:SetContext', { value: context });
    const answer = (await this.#ask('WebDriver:ExecuteScript', { script, args, sandbox: null })) as { value: unknown };
    return answer.value;
  }

  #ask(name: string, parameters: object): Promise<unknown> {
    const id = ++this.#lastId;
    const text = JSON.stringify([0, id, name, parameters]);
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }

  #take(data: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const colon = this.#buffer.indexOf(':');
      const end = colon + 1 + Number(this.#buffer.subarray(0, colon));
      if (colon < 0 || this.#buffer.length < end) return;
      const said: unknown = JSON.parse(this.#buffer.subarray(colon + 1, end).toString());
      this.#buffer = this.#buffer.subarray(end);
      // Its greeting is no list.
      if (!Array.isArray(said)) continue;
      const [, id, error, value] = said as [number, number, { message: string } | null, unknown];
      const waiting = this.#answers.get(id);
      this.#answers.delete(id);
      if (error === null) waiting?.resolve(value);
      else waiting?.reject(new Error(error.message));
    }
  }
}
