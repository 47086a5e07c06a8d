/** Tests that start the program as a person does need it built; a stale build would test yesterday's code. */
import { execFileSync } from 'node:child_process';

export default function build(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
