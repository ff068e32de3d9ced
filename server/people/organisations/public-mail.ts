/**
 * Providers that give an address to anybody: an address there proves nothing about a company. The large ones of Europe
 * and the Americas, as their own sign-up pages name them; one that is missing here is caught only by its first colleagues.
 */
const providers: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com outlook.be outlook.fr outlook.de hotmail.com hotmail.be hotmail.fr hotmail.nl hotmail.de
   hotmail.co.uk live.com live.be live.nl live.fr live.co.uk msn.com yahoo.com yahoo.fr yahoo.de yahoo.co.uk ymail.com
   icloud.com me.com mac.com aol.com gmx.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de mail.com
   proton.me protonmail.com pm.me tutanota.com tuta.com fastmail.com zoho.com yandex.com mail.ru hey.com
   skynet.be telenet.be proximus.be scarlet.be voo.be ziggo.nl kpnmail.nl xs4all.nl planet.nl home.nl hetnet.nl
   orange.fr wanadoo.fr free.fr sfr.fr laposte.net bbox.fr libero.it virgilio.it tiscali.it btinternet.com
   comcast.net verizon.net att.net post.example webmail.example`
    .trim()
    .split(/\s+/),
)

/** Whether anybody can have an address in a domain. @param domain in small letters */
export const isPublicMail = (domain: string): boolean => providers.has(domain)
