/**
 * Passkeys: a form whose button asks the browser for one (WebAuthn 3), and goes on with the answer. The server says what to
 * ask, as JSON; what is binary in it is base64url.
 */

interface Known {
  id: string
}
/** Either kind of options; the members of the other are missing. */
interface Options {
  challenge: string
  user?: { id: string }
  allowCredentials?: Known[]
  excludeCredentials?: Known[]
}

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0))

const text = (buffer: ArrayBuffer | null | undefined): string | undefined =>
  buffer
    ? btoa(String.fromCharCode(...new Uint8Array(buffer)))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '')
    : undefined

const opened = (known: Known[] = []) => known.map(one => ({ ...one, id: bytes(one.id) }))

/** Asks the browser for a new passkey, or for one that it has. */
async function ask(options: Options): Promise<PublicKeyCredential | null> {
  const challenge = bytes(options.challenge)
  if (options.user) {
    const user = { ...options.user, id: bytes(options.user.id) }
    const excludeCredentials = opened(options.excludeCredentials)
    const publicKey = { ...options, challenge, user, excludeCredentials } as unknown
    return navigator.credentials.create({
      publicKey: publicKey as PublicKeyCredentialCreationOptions,
    }) as Promise<PublicKeyCredential | null>
  }
  const publicKey = { ...options, challenge, allowCredentials: opened(options.allowCredentials) } as unknown
  return navigator.credentials.get({
    publicKey: publicKey as PublicKeyCredentialRequestOptions,
  }) as Promise<PublicKeyCredential | null>
}

/** The answer as JSON: only what the server looks at. */
function answerOf({ id, type, response }: PublicKeyCredential): string {
  const made = response as Partial<AuthenticatorAttestationResponse & AuthenticatorAssertionResponse>
  return JSON.stringify({
    id,
    rawId: id,
    type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(made.attestationObject),
      transports: made.getTransports?.(),
      authenticatorData: text(made.authenticatorData),
      signature: text(made.signature),
      userHandle: text(made.userHandle),
    },
  })
}

/** Shows the forms of passkeys where the browser has any, and fills them in. */
export function mindPasskeys(): void {
  if (typeof PublicKeyCredential === 'undefined') return
  for (const holder of document.querySelectorAll<HTMLElement>('[data-passkey]')) {
    const form = holder.querySelector('form')
    const response = form?.querySelector<HTMLInputElement>('[name=response]')
    const failed = form?.querySelector<HTMLElement>('[data-failed]')
    if (!form || !response || !failed) continue
    holder.hidden = false
    const send = (answer: string, button: HTMLElement | null) => {
      const typed = form.querySelector<HTMLInputElement>('[data-typed]')
      const source = typed && document.getElementById(typed.dataset['typed'] ?? '')
      if (typed && source instanceof HTMLInputElement) typed.value = source.value
      response.value = answer
      form.dataset['answered'] = ''
      form.requestSubmit(button)
    }
    let isAsking = false
    form.addEventListener('submit', event => {
      if (form.dataset['answered'] !== undefined) return void delete form.dataset['answered']
      event.preventDefault()
      event.stopPropagation()
      if (isAsking) return
      isAsking = true
      failed.textContent = ''
      const button = event.submitter
      void (async () => {
        try {
          const options = await fetch(holder.dataset['passkey'] ?? '', { headers: { accept: 'application/json' } })
          // The server says what is wrong: a session that ended, or a proof that is needed anew.
          if (!options.ok) return send('', button)
          const credential = await ask((await options.json()) as Options)
          if (credential) return send(answerOf(credential), button)
          throw new Error('nothing')
        } catch {
          // Called off by whoever was asked, or no passkey for this site: the browser does not tell which.
          failed.textContent = failed.dataset['failed'] ?? ''
        } finally {
          isAsking = false
        }
      })()
    })
  }
}

/** A button that prints what is shown once. */
export function mindPrinting(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-print]')) {
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'button button-secondary',
      textContent: place.dataset['print'] ?? '',
    })
    button.addEventListener('click', () => window.print())
    place.prepend(button)
  }
}
