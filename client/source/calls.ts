/** Written by `npm run generate` from the routes of the product. */

/** Why the privacy policy in force does not allow something. */
export type RefusalCode = 'no-such-purpose' | 'no-act-for-purpose' | 'category-not-promised' | 'recipient-not-promised' | 'not-agreed' | 'objected' | 'restricted' | 'collected-earlier' | 'out-of-region' | 'not-acknowledged' | 'role-without-purpose' | 'key-without-act' | 'not-the-person' | 'erased'

/** What each call is asked with, what it answers, and the codes of the problems that it can end with. */
export interface Calls {
  /** Approve what somebody else drafted, for a day. It is published within seconds. (POST /api/console/policy/drafts/{draft}/approve) */
  'changes.approve': {
    asks: {
      path: {
        draft: string
      }
      body: {
        /** of the words that you read */
        hash: string
        /** default: as early as it may be */
        effective?: string
      }
    }
    answers: {
      approved: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "draft-own" | "draft-changed" | "draft-over" | "draft-another" | "draft-wrong" | "draft-early" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Save a draft without errors; somebody else approves it. (POST /api/console/policy/drafts) */
  'changes.draft': {
    asks: {
      body: {
        /** the policy file */
        yaml: string
        /** language → Markdown */
        texts: Record<string, string>
        /** file name → text */
        assessments?: Record<string, string>
        /** what changes and why */
        note: string
      }
    }
    answers: {
      draft: string
      findings: ({
        level: "error" | "warning"
        code: string
        file: string
        line: number
        message: string
        mend: string
      })[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "draft-taken" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Drafts of the policy, the newest first. (GET /api/console/policy/drafts) */
  'changes.drafts': {
    asks: Record<never, never>
    answers: {
      drafts: ({
        draft: string
        version: number
        hash: string
        note: string
        state: "open" | "waits" | "published" | "withdrawn" | "ended"
        draftedAs: string | null
        draftedAt: string
        /** you drafted it, so somebody else approves it */
        yours: boolean
        approvedAs: string | null
        approvedAt: string | null
        effectiveAt: string | null
        ended: string | null
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** A draft: its words, what is wrong with it, what it changes, and how many people that concerns. (GET /api/console/policy/drafts/{draft}) */
  'changes.one-draft': {
    asks: {
      path: {
        draft: string
      }
    }
    answers: {
      draft: string
      version: number
      hash: string
      note: string
      state: "open" | "waits" | "published" | "withdrawn" | "ended"
      draftedAs: string | null
      draftedAt: string
      /** you drafted it, so somebody else approves it */
      yours: boolean
      approvedAs: string | null
      approvedAt: string | null
      effectiveAt: string | null
      ended: string | null
      yaml: string
      texts: Record<string, string>
      assessments: Record<string, string>
      findings: ({
        level: "error" | "warning"
        code: string
        file: string
        line: number
        message: string
        mend: string
      })[]
      material: boolean
      changes: ({
        path: string
        effect: "widened" | "narrowed" | "neutral"
        code: string
        about: string | null
        says: string
        concerns: string
        purposes: string[]
        bases: string[]
        /** what follows before it binds: consent, object, told, record, none */
        means: {
          code: string
          says: string
        }[]
      })[]
      askAgain: string[]
      concerned: {
        relations: string[]
        agreed: {
          purpose: string
          relations: string[]
        }[]
      }
      /** whom it concerns, in numbers */
      people: number
      earliest: string
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "not-found" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Take a draft back, approved or not, as long as it is not published. (DELETE /api/console/policy/drafts/{draft}) */
  'changes.withdraw': {
    asks: {
      path: {
        draft: string
      }
    }
    answers: {
      withdrawn: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "draft-over" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Stop everything except safety and order messages: every yes is taken back, and what advertises in our interest is objected to. (POST /api/consents/stop) */
  'consents.add-stop': {
    asks: Record<never, never>
    answers: {
      said: ({
        purpose: string
        said: "agree" | "refuse" | "withdraw" | "object" | "allow"
      })[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Say one thing of one purpose. What is so already changes nothing. A yes names the version whose words were shown; another one in force is 409. (PUT /api/consents/{purpose}) */
  'consents.change': {
    asks: {
      path: {
        purpose: string
      }
      body: {
        said: "agree" | "refuse" | "withdraw" | "object" | "allow"
        /** absent: all of it */
        choices?: string[]
        version?: number
        /** in which the words were shown */
        language?: "en" | "nl" | "fr" | "de"
      }
    }
    answers: {
      purpose: string
      said: "agree" | "refuse" | "withdraw" | "object" | "allow"
      changed: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "purpose-unknown" | "choice-unknown" | "not-asked" | "objection-weighed" | "policy-changed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What you agreed to and what you object to: every purpose of the policy that you can say something of. (GET /api/consents) */
  'consents.view': {
    asks: Record<never, never>
    answers: {
      policyVersion: number
      agreed: number
      /** purposes that wait for your yes */
      of: number
      consents: ({
        purpose: string
        /** agree: it waits for a yes. object: it goes on until you object. weighed: ask us; a person weighs the objection */
        kind: "agree" | "object" | "weighed"
        /** agreed, or objected */
        on: boolean
        /** what can be agreed to by itself; none where it is all or nothing */
        choices: {
          /** `topic/channel`: name it to say something of it alone */
          choice: string
          topic: string
          channel: string
          /** the topic in words; empty where there is none */
          says: string
          on: boolean
        }[]
        /** the version that does more than your yes reaches; until you say it again, that does not happen to you */
        widened: number | null
        /** nothing is done for it yet */
        idle: boolean
        says: string
        /** the sentence of the policy: show it, and say with a yes which version it was of */
        text: string
        /** that both are in */
        language: string
        clause: string
        last: {
          said: "agree" | "refuse" | "withdraw" | "object" | "allow"
          at: string
          policyVersion: number
          /** of the words that were shown */
          language: string
          /** the page or call on which it was said; empty where that was not kept */
          place: string
          /** whether the words of the policy in force are the same */
          sameWords: boolean
        } | null
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Everything that you said, the newest first, 25 a page. (GET /api/consents/history) */
  'consents.view-history': {
    asks: {
      query?: {
        page?: number
      }
    }
    answers: {
      total: number
      page: number
      entries: ({
        /** null: every purpose */
        purpose: string | null
        said: string
        at: string
        policyVersion: number
        language: string
        source: string
        place: string
        /** SHA-256 of the words that were shown, in hex */
        wording: string
        /** null: all of it */
        choices: string[] | null
        /** of a restriction; null: everything */
        category: string | null
        /** the form that was shown; empty where none was */
        layout: string
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "wrong-field" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The signed receipt of one thing that you said. (GET /api/consents/{id}/receipt) */
  'consents.view-receipt': {
    asks: {
      path: {
        id: string
      }
    }
    answers: {
      /** ISO/IEC TS 27560:2023 in the terms of the Data Privacy Vocabulary, as JSON-LD */
      receipt: Record<string, unknown>
      /** the same, signed (RFC 7515, Ed25519); the key stands at /.well-known/consent-keys.json */
      jws: string
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "not-found" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The signed receipts of everything that you said, the newest first, 200 a page. (GET /api/consents/receipts) */
  'consents.view-receipts': {
    asks: {
      query?: {
        page?: number
      }
    }
    answers: {
      receipts: {
        /** ISO/IEC TS 27560:2023 in the terms of the Data Privacy Vocabulary, as JSON-LD */
        receipt: Record<string, unknown>
        /** the same, signed (RFC 7515, Ed25519); the key stands at /.well-known/consent-keys.json */
        jws: string
      }[]
      total: number
      page: number
      pages: number
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "wrong-field" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Says of everything optional whether it may be: what is not named is a no. From a page of this site alone. (POST /api/cookies) */
  'cookies.choose': {
    asks: {
      body: {
        /** fingerprint of what is asked about: send it with the choice */
        version: string
        /** purposes */
        agree: string[]
        /** in which the words were shown */
        language?: "en" | "nl" | "fr" | "de"
      }
    }
    answers: {
      allowed: string[]
    }
    problems: "malformed" | "key-refused" | "forged" | "list-changed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What is optional on a device, and what this browser said of it. (GET /api/cookies) */
  'cookies.read': {
    asks: Record<never, never>
    answers: {
      /** null: nothing is optional here */
      version: string | null
      /** whether this browser is to be asked */
      asked: boolean
      /** whether Global Privacy Control is heard as a no */
      signal: boolean
      purposes: {
        purpose: string
        allowed: boolean
      }[]
      events: {
        event: string
        at: string
        policyVersion: number
        language: string
        /** SHA-256 of the words that were shown, in hex */
        wording: string
        way: string
      }[]
    }
    problems: "key-refused" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Close a record before its 30 minutes are over. A permit that has ended already stays ended. (DELETE /api/desk/record/{permit}) */
  'desk.close': {
    asks: {
      path: {
        permit: string
      }
    }
    answers: {
      closed: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Find a customer by their ID, for a stated purpose. Everybody shown sees a line about it. (POST /api/desk/find) */
  'desk.find': {
    asks: {
      body: {
        purpose: string
        id: string
        reference?: string
      }
    }
    answers: {
      found: {
        person: string
        /** masked */
        name?: string
        /** masked */
        email: string
        controller: string
      }[]
      /** what it can mean that nobody was found: always all of it */
      couldBe: string[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** A permit for 30 minutes, for this session and this purpose. Each view with it is judged anew. (POST /api/desk/open) */
  'desk.open': {
    asks: {
      body: {
        person: string
        purpose: string
        reference?: string
      }
    }
    answers: {
      permit: string
      until: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The same record with one category in full: a look of its own, with its own line. (POST /api/desk/record/{permit}) */
  'desk.reveal': {
    asks: {
      path: {
        permit: string
      }
      body: {
        category: string
      }
    }
    answers: {
      purpose: string
      reference?: string
      until: string
      controller: string
      policyVersion: number
      /** one for each category that the purpose was promised */
      sections: {
        category: string
        clause: string
        /** whether values are masked; POST the category to reveal it */
        masked: boolean
        items: {
          /** schema.table.column */
          item: string
          kind?: string
          value: unknown
          /** false: replaced, and kept as history */
          current: boolean
          since?: string
          source?: string
        }[]
      }[]
      notPromised: {
        category: string
        clause: string
      }[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "nobody-for-this-purpose" | "not-found" | "permit-unknown" | "permit-ended" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Find a customer by their ID, for the purpose of the key. Whoever is found sees which system looked. (POST /api/desk/system/find) */
  'desk.system-find': {
    asks: {
      body: {
        id: string
        reference?: string
      }
    }
    answers: {
      found: {
        person: string
        /** masked */
        name?: string
        /** masked */
        email: string
        controller: string
      }[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What the purpose of the key was promised about a customer, masked as at the desk. Nothing can be revealed. (POST /api/desk/system/record) */
  'desk.system-record': {
    asks: {
      body: {
        person: string
        reference?: string
      }
    }
    answers: {
      purpose: string
      controller: string
      policyVersion: number
      /** one for each category that the purpose was promised */
      sections: {
        category: string
        clause: string
        /** whether values are masked; POST the category to reveal it */
        masked: boolean
        items: {
          /** schema.table.column */
          item: string
          kind?: string
          value: unknown
          /** false: replaced, and kept as history */
          current: boolean
          since?: string
          source?: string
        }[]
      }[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "nobody-for-this-purpose" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What the purpose was promised about the person, masked; and which categories it was not promised. (GET /api/desk/record/{permit}) */
  'desk.view': {
    asks: {
      path: {
        permit: string
      }
    }
    answers: {
      purpose: string
      reference?: string
      until: string
      controller: string
      policyVersion: number
      /** one for each category that the purpose was promised */
      sections: {
        category: string
        clause: string
        /** whether values are masked; POST the category to reveal it */
        masked: boolean
        items: {
          /** schema.table.column */
          item: string
          kind?: string
          value: unknown
          /** false: replaced, and kept as history */
          current: boolean
          since?: string
          source?: string
        }[]
      }[]
      notPromised: {
        category: string
        clause: string
      }[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "nobody-for-this-purpose" | "not-found" | "permit-unknown" | "permit-ended" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What the cookie banner of another site of ours says. (GET /api/embed/banner) */
  'embed.banner': {
    asks: {
      query?: {
        language?: "en" | "nl" | "fr" | "de"
      }
    }
    answers: {
      /** null: nothing is optional */
      version: string | null
      /** seconds for which a choice counts */
      keep: number
      purposes: ({
        id: string
        says: string
        /** its language, where it is not the one asked for */
        lang: string | null
      })[]
      heading: string
      sentences: ({
        text: string
        /** its language, where it is not the one asked for */
        lang: string | null
      })[]
      reject: string
      accept: string
      choose: string
      save: string
      saved: string
      change: string
    }
    problems: "key-refused" | "origin-unknown" | "wrong-field" | "unexpected" | "unavailable"
  }
  /** Keeps the proof of a choice that was made on another site of ours. (POST /api/embed/choice) */
  'embed.choose': {
    asks: {
      body: {
        version: string
        /** purposes; others are a no */
        agree: string[]
        /** a signal of the browser, and no choice */
        directive: boolean
        /** whether the browser sends Global Privacy Control */
        signal: boolean
        /** what was kept on the device before */
        previous?: string
        language?: "en" | "nl" | "fr" | "de"
      }
    }
    answers: {
      id: string
      choices: string
    }
    problems: "malformed" | "key-refused" | "origin-unknown" | "forged" | "list-changed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Choose the subjects that interest you, in place of those before. They go when you take back the last yes to news. (PUT /api/interests) */
  'interests.change': {
    asks: {
      body: {
        chosen: string[]
      }
    }
    answers: {
      chosen: string[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-agreed-yet" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The subjects that interest you, of those that there are. (GET /api/interests) */
  'interests.view': {
    asks: Record<never, never>
    answers: {
      subjects: string[]
      chosen: string[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Say yes or no to what is sent to that address, as the form does: what differs from `shown`. (PUT /api/mail/{token}) */
  'mail.say': {
    asks: {
      path: {
        token: string
      }
      body: {
        version: number
        shown?: string[]
        agree?: string[]
        object?: string[]
      }
    }
    answers: {
      changed: boolean
    }
    problems: "malformed" | "key-refused" | "forged" | "not-found" | "policy-changed" | "link-unknown" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Stop everything that is sent to that address except safety and order messages. (POST /api/mail/{token}/stop) */
  'mail.stop': {
    asks: {
      path: {
        token: string
      }
    }
    answers: {
      changed: boolean
    }
    problems: "malformed" | "key-refused" | "forged" | "not-found" | "link-unknown" | "too-large" | "wrong-content-type" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What is sent to the address of a letter, with the token of the link in it. (GET /api/mail/{token}) */
  'mail.view': {
    asks: {
      path: {
        token: string
      }
    }
    answers: {
      policyVersion: number
      consents: ({
        purpose: string
        kind: "agree" | "object"
        /** agreed, or objected */
        on: boolean
        choices: {
          /** what `agree` and `shown` name it; where there are none, the purpose */
          box: string
          says: string
          on: boolean
        }[]
        says: string
        text: string
        language: string
      })[]
    }
    problems: "key-refused" | "not-found" | "link-unknown" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Have one category kept and not used, but for what has to go on; or end that. (PUT /api/pauses/{category}) */
  'pauses.category': {
    asks: {
      path: {
        category: string
      }
      body: {
        paused: boolean
      }
    }
    answers: {
      paused: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "category-unknown" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Have everything kept and not used, but for what has to go on; or end that. (PUT /api/pauses) */
  'pauses.everything': {
    asks: {
      path: {
        category: string
      }
      body: {
        paused: boolean
      }
    }
    answers: {
      paused: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "category-unknown" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What you asked us to keep and not to use, and what each pause stops. (GET /api/pauses) */
  'pauses.view': {
    asks: Record<never, never>
    answers: {
      everything: boolean
      categories: {
        category: string
        says: string
        paused: boolean
        /** purposes that do not use it while it is paused */
        stops: string[]
      }[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Say, as a colleague, that you have read the version of the policy that is in force. (PUT /api/people/acknowledgement) */
  'people.acknowledge': {
    asks: {
      body: {
        /** that you have read */
        version: number
      }
    }
    answers: {
      acknowledged: number
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "conflict" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Add a passkey that the browser made for `people.begin-passkey`. (POST /api/people/passkeys) */
  'people.add-passkey': {
    asks: {
      body: {
        name: string
        /** the credential of the browser, as JSON (PublicKeyCredential.toJSON), in a text */
        passkey: string
      }
    }
    answers: {
      /** recovery codes that came to be with the first factor: shown this once */
      recoveryCodes: null | string[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Say yes or no to another address, with the token of a letter about it. `done`: it is the address now. (POST /api/people/email-change/answer) */
  'people.answer-email-change': {
    asks: {
      body: {
        token: string
        yes: boolean
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "key-refused" | "forged" | "link-taken" | "link-unknown" | "link-expired" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Give a colleague another role, for a controller. It holds from their next request on. (PUT /api/people/staff/{person}/role) */
  'people.appoint-staff': {
    asks: {
      path: {
        person: string
      }
      body: {
        /** of the policy */
        role: string
        /** of the policy */
        controller: string
      }
    }
    answers: {
      /** false: it was so before */
      changed: boolean
      /** of our systems, that this colleague made and that still work: they are not ended by it */
      keys: {
        key: string
        name: string
      }[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "colleague-yourself" | "colleague-elsewhere" | "proof-needed" | "not-found" | "colleague-unknown" | "colleague-last" | "colleague-not-active" | "colleague-not-invited" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Ask for a code in a letter by post. The answer never tells whether anybody has the ID, or an address. (POST /api/people/password/forgotten/post) */
  'people.ask-letter-by-post': {
    asks: {
      body: {
        id: string
      }
    }
    answers: {
      asked: boolean
    }
    problems: "malformed" | "key-refused" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Ask for another link with the token of one that is too old or was used. The answer never tells whose it was. (POST /api/people/password/reset/again) */
  'people.ask-reset-again': {
    asks: {
      body: {
        token: string
      }
    }
    answers: {
      asked: boolean
    }
    problems: "malformed" | "key-refused" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** A key for an authenticator app; nothing is kept of it until a code of the app is shown. (GET /api/people/factors/app) */
  'people.begin-app': {
    asks: Record<never, never>
    answers: {
      /** base32 */
      secret: string
      /** otpauth: */
      uri: string
      /** goes with the code */
      begun: string
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "proof-needed" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What to ask a browser for a new passkey: PublicKeyCredentialCreationOptions. (GET /api/people/passkeys/new) */
  'people.begin-passkey': {
    asks: Record<never, never>
    answers: {
      rp: {
        id: string
        name: string
      }
      user: {
        id: string
        name: string
        displayName: string
      }
      challenge: string
      pubKeyCredParams: {
        type: "public-key"
        alg: number
      }[]
      /** milliseconds */
      timeout: number
      excludeCredentials: {
        id: string
        type: "public-key"
        transports: string[]
      }[]
      authenticatorSelection: {
        residentKey: string
        requireResidentKey: boolean
        userVerification: string
      }
      attestation: string
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "proof-needed" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Take back the other address that you asked for. (DELETE /api/people/email-change) */
  'people.cancel-email-change': {
    asks: Record<never, never>
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Ask for another e-mail address for your ID; without `email`, for the letters of the one that waits once more. (POST /api/people/email-change) */
  'people.change-email': {
    asks: {
      body?: {
        email?: string
      }
    }
    answers: {
      asked: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Change the language in which you, a colleague, are addressed: en, nl, fr, de. (PUT /api/people/language) */
  'people.change-own-language': {
    asks: {
      body: {
        language: string
      }
    }
    answers: {
      saved: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Change your password; all other sessions end. (PUT /api/people/password) */
  'people.change-password': {
    asks: {
      body: {
        password: string
        chosen: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Give somebody in a company another role. (PUT /api/people/companies/{company}/people/{place}) */
  'people.change-role': {
    asks: {
      path: {
        company: string
        place: string
      }
      body: {
        /** owner, manager, member */
        role: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "company-owners-only" | "company-highest-only" | "not-found" | "company-unknown" | "company-last-owner" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Choose a password as a colleague, with the token of the invitation; the second factor comes next. (POST /api/people/choose-password) */
  'people.choose-password': {
    asks: {
      body: {
        token: string
        password: string
      }
    }
    answers: {
      /** `half`: the second factor is still missing */
      kind: "customer" | "half" | "staff"
      /** seconds */
      lasts: number
    }
    problems: "malformed" | "key-refused" | "forged" | "link-used" | "link-taken" | "link-unknown" | "link-expired" | "link-replaced" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Let everybody join who has a confirmed address in the domain of your own confirmed ID. (POST /api/people/companies/{company}/domains) */
  'people.claim-domain': {
    asks: {
      path: {
        company: string
      }
      body: {
        domain: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "company-owners-only" | "company-highest-only" | "domain-unproven" | "not-found" | "company-unknown" | "company-last-owner" | "domain-public" | "domain-taken" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Close your ID: every session ends, this one too; it can be opened again for a while. (POST /api/people/close) */
  'people.close': {
    asks: Record<never, never>
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The companies that you act for, and those that you may join now. (GET /api/people/companies) */
  'people.companies': {
    asks: Record<never, never>
    answers: {
      companies: ({
        id: string
        name: string
        country: string
        number: string | null
        role: "owner" | "manager" | "member"
      })[]
      joinable: ({
        company: string
        name: string
        country: string
        role: "owner" | "manager" | "member"
        invitation: string | null
        invitedBy: string | null
        until: string | null
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** A company of yours: who works there; for whoever decides that, the invitations that wait. (GET /api/people/companies/{company}) */
  'people.company': {
    asks: {
      path: {
        company: string
      }
    }
    answers: {
      id: string
      name: string
      country: string
      number: string | null
      role: "owner" | "manager" | "member"
      people: ({
        place: string
        name: string | null
        role: "owner" | "manager" | "member"
        since: string
        you: boolean
      })[]
      invitations: ({
        invitation: string
        email: string
        role: "owner" | "manager" | "member"
        until: string
      })[]
      domains: string[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "company-owners-only" | "company-highest-only" | "not-found" | "company-unknown" | "company-last-owner" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Confirm an ID with the token of the letter and the password that was chosen; opens a session. (POST /api/people/confirm) */
  'people.confirm': {
    asks: {
      body: {
        token: string
        password: string
      }
    }
    answers: {
      /** `half`: the second factor is still missing */
      kind: "customer" | "half" | "staff"
      /** seconds */
      lasts: number
    }
    problems: "malformed" | "key-refused" | "forged" | "link-used" | "link-taken" | "link-unknown" | "link-expired" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** End that: whoever has joined stays. (DELETE /api/people/companies/{company}/domains) */
  'people.drop-domain': {
    asks: {
      path: {
        company: string
      }
      body: {
        domain: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "company-owners-only" | "company-highest-only" | "domain-unproven" | "not-found" | "company-unknown" | "company-last-owner" | "domain-public" | "domain-taken" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The other address for your ID that waits for a yes, if one does. (GET /api/people/email-change) */
  'people.email-change': {
    asks: Record<never, never>
    answers: {
      waits: null | {
        email: string
        missing: ("new" | "present")[]
        until: string
      }
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** End all your sessions but this one. (DELETE /api/people/security/sessions) */
  'people.end-other-sessions': {
    asks: Record<never, never>
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Leave a company, at once, with your own place; or remove a colleague with theirs. (DELETE /api/people/companies/{company}/people/{place}) */
  'people.end-place': {
    asks: {
      path: {
        company: string
        place: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "company-owners-only" | "company-highest-only" | "not-found" | "company-unknown" | "company-last-owner" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** End one of your sessions. (DELETE /api/people/security/sessions/{mark}) */
  'people.end-session': {
    asks: {
      path: {
        mark: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "too-large" | "wrong-content-type" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What protects your ID besides your password. (GET /api/people/factors) */
  'people.factors': {
    asks: Record<never, never>
    answers: {
      appSince: null | string
      passkeys: ({
        id: string
        name: string
        addedAt: string
        usedAt: null | string
      })[]
      recoveryCodesLeft: number
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Ask for a link with which to choose another password. The answer never tells whether anybody has the ID. (POST /api/people/password/forgotten) */
  'people.forgot-password': {
    asks: {
      body: {
        id: string
      }
    }
    answers: {
      asked: boolean
    }
    problems: "malformed" | "key-refused" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Create a company; you are its owner. `name` is what colleagues will see of you. (POST /api/people/companies) */
  'people.found-company': {
    asks: {
      body: {
        company: string
        /** ISO 3166-1 alpha-2 */
        country: string
        /** as a register of companies has it */
        number?: string
        /** what colleagues will see */
        name: string
      }
    }
    answers: {
      company: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Give a code for an ID that several people use, or that no e-mail reaches; say what you checked. (POST /api/people/return-codes) */
  'people.give-return-code': {
    asks: {
      body: {
        id: string
        checked: string
      }
    }
    answers: {
      code: string
      until: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "nobody-for-this-purpose" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Go on with an ID that is paused, or open one again that is closed. (DELETE /api/people/resting) */
  'people.go-on': {
    asks: Record<never, never>
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Invite a colleague by e-mail. The answer never tells whether the address has an ID. (POST /api/people/companies/{company}/invitations) */
  'people.invite': {
    asks: {
      path: {
        company: string
      }
      body: {
        email: string
        /** owner, manager, member */
        role: string
        /** of the letter */
        language: string
      }
    }
    answers: {
      sent: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "company-owners-only" | "company-highest-only" | "not-found" | "company-unknown" | "company-last-owner" | "company-too-many" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Invite a colleague: the link goes to them by letter. An earlier invitation of the address is taken back. (POST /api/people/staff) */
  'people.invite-staff': {
    asks: {
      body: {
        name: string
        /** becomes the ID */
        email: string
        /** of the policy */
        role: string
        /** of the policy */
        controller: string
        /** of the letter */
        language: string
      }
    }
    answers: {
      person: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "colleague-id-taken" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Send an invitation again, with a new link: they are another person then, and the old link opens nothing. (POST /api/people/staff/{person}/invitation) */
  'people.invite-staff-again': {
    asks: {
      path: {
        person: string
      }
    }
    answers: {
      person: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "colleague-yourself" | "colleague-elsewhere" | "proof-needed" | "not-found" | "colleague-unknown" | "colleague-last" | "colleague-not-active" | "colleague-not-invited" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Join a company: with the token of a letter, an invitation that waits, or the company at your address. `name` is what colleagues will see. (POST /api/people/companies/join) */
  'people.join-company': {
    asks: {
      body: {
        name: string
        token?: string
        invitation?: string
        company?: string
      }
    }
    answers: {
      company: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "invitation-not-yours" | "invitation-already" | "invitation-unknown" | "invitation-used" | "invitation-withdrawn" | "invitation-sender-gone" | "invitation-expired" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Your second factors are not lost: they stay. (DELETE /api/people/lost-factors) */
  'people.keep-factors': {
    asks: Record<never, never>
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The same with the token of the letter. (POST /api/people/lost-factors/keep) */
  'people.keep-factors-by-link': {
    asks: {
      body: {
        token: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "key-refused" | "forged" | "link-unknown" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What a new key can be made for: purposes with their acts, and whose people it may see. (GET /api/people/keys/choices) */
  'people.key-choices': {
    asks: Record<never, never>
    answers: {
      purposes: {
        purpose: string
        acts: string[]
      }[]
      controllers: string[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "proof-needed" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The keys of the company’s own systems, the newest first; no key itself. (GET /api/people/keys) */
  'people.keys': {
    asks: Record<never, never>
    answers: {
      keys: ({
        key: string
        name: string
        purpose: string
        controller: string
        acts: string[]
        /** null once they are erased */
        madeBy: null | {
          person: string
          name: string
        }
        state: "active" | "rotated" | "ended"
        until: string
        usedOn: string | null
        /** how often it came along after its end */
        refused: number
        refusedOn: string | null
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** When your second factors are removed because somebody said that they are lost; null: never. (GET /api/people/lost-factors) */
  'people.lost-factors': {
    asks: Record<never, never>
    answers: {
      until: string | null
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Make a key for one purpose and some of its acts. It is told this once. (POST /api/people/keys) */
  'people.make-key': {
    asks: {
      body: {
        /** which system it is: customers read it */
        name: string
        /** of the policy */
        purpose: string
        /** whose people it sees */
        controller: string
        /** of the purpose, done with keys */
        acts: string[]
        days?: number
      }
    }
    answers: {
      key: string
      /** the key itself, `abide_…`: kept nowhere, and told this once */
      secret: string
      until: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What to ask a browser for a passkey: PublicKeyCredentialRequestOptions. It counts once, for five minutes. (GET /api/people/passkeys/challenge) */
  'people.passkey-challenge': {
    asks: {
      query: {
        for: "sign-in" | "second-factor" | "prove"
      }
    }
    answers: {
      challenge: string
      /** milliseconds */
      timeout: number
      rpId: string
      allowCredentials: {
        id: string
        type: "public-key"
        transports: string[]
      }[]
      userVerification: string
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "wrong-field" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Pause your ID: every session ends, this one too. (POST /api/people/pause) */
  'people.pause': {
    asks: Record<never, never>
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Print one of them: its code is shown this once. (POST /api/people/return-codes/{letter}/{of}) */
  'people.print-return-code': {
    asks: {
      path: {
        letter: string
        of: string
      }
    }
    answers: {
      name: string
      language: string
      address: string[]
      code: string
      until: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "conflict" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Show once more who you are, for calls that end with `proof-needed`: the password, with a code where there is a second factor, or a passkey. The session has another token after it. (POST /api/people/session/proof) */
  'people.prove': {
    asks: {
      body?: {
        password?: string
        code?: string
        /** the credential of the browser, as JSON (PublicKeyCredential.toJSON), in a text */
        passkey?: string
      }
    }
    answers: {
      /** seconds for which it counts */
      lasts: number
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Remove the authenticator app. (DELETE /api/people/factors/app) */
  'people.remove-app': {
    asks: {
      body?: {
        /** for the last factor */
        password?: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "factor-last" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Remove a passkey. (DELETE /api/people/passkeys/{id}) */
  'people.remove-passkey': {
    asks: {
      path: {
        id: string
      }
      body?: {
        /** for the last factor */
        password?: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "factor-last" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Give a passkey another name. (PATCH /api/people/passkeys/{id}) */
  'people.rename-passkey': {
    asks: {
      path: {
        id: string
      }
      body: {
        name: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Make ten new recovery codes in the place of all before; shown this once. (POST /api/people/factors/recovery-codes) */
  'people.renew-recovery-codes': {
    asks: Record<never, never>
    answers: {
      recoveryCodes: string[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "factor-none" | "too-large" | "wrong-content-type" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** For a colleague who lost every second factor: password, factors and sessions go, and a link to begin anew is mailed to them. (DELETE /api/people/staff/{person}/factors) */
  'people.reset-factors': {
    asks: {
      path: {
        person: string
      }
    }
    answers: {
      /** false: it was so before */
      changed: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "colleague-yourself" | "colleague-elsewhere" | "proof-needed" | "not-found" | "colleague-unknown" | "colleague-last" | "colleague-not-active" | "colleague-not-invited" | "colleague-no-access" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Choose another password with the token of the letter. Every session ends, and a new one opens. (POST /api/people/password/reset) */
  'people.reset-password': {
    asks: {
      body: {
        token: string
        password: string
      }
    }
    answers: {
      /** `half`: the second factor is still missing */
      kind: "customer" | "half" | "staff"
      /** seconds */
      lasts: number
    }
    problems: "malformed" | "key-refused" | "forged" | "link-used" | "link-unknown" | "link-expired" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Since when your ID is paused or closed, and until when a closed one can be opened again. (GET /api/people/resting) */
  'people.resting': {
    asks: Record<never, never>
    answers: {
      state: "paused" | "closed"
      since: string
      until: string | null
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Come back with a code from a letter by post or from a colleague: the token chooses another password. (POST /api/people/return) */
  'people.return': {
    asks: {
      body: {
        id: string
        code: string
      }
    }
    answers: {
      token: string
    }
    problems: "malformed" | "key-refused" | "sign-in-wrong" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Letters with a code that wait to be printed and posted. (GET /api/people/return-codes) */
  'people.return-codes': {
    asks: Record<never, never>
    answers: {
      letters: {
        letter: string
        person: string
        name: string
        asked: string
      }[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** End a key at once. (DELETE /api/people/keys/{key}) */
  'people.revoke-key': {
    asks: {
      path: {
        key: string
      }
    }
    answers: {
      revoked: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "key-ended" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Every role of the policy in force: its purposes with their clauses, what they reach, and how many have it now. (GET /api/people/roles) */
  'people.roles': {
    asks: Record<never, never>
    answers: {
      policyVersion: number
      roles: ({
        role: string
        clause: string
        purposes: ({
          purpose: string
          clause: string
          regions: "own" | "all"
          categories: string[]
        })[]
        /** by controller */
        people: Record<string, number>
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Make another key for the same; the old one works for 24 hours more. (POST /api/people/keys/{key}/rotate) */
  'people.rotate-key': {
    asks: {
      path: {
        key: string
      }
    }
    answers: {
      key: string
      /** the key itself, `abide_…`: kept nowhere, and told this once */
      secret: string
      until: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "key-ended" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Say that every second factor is lost: in seven days they are removed, unless it is taken back. (POST /api/people/lost-factors) */
  'people.say-factors-lost': {
    asks: Record<never, never>
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "lost-after-reset" | "lost-by-post" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Say whether several people use your ID: then nobody is greeted by name. (PUT /api/people/shared-id) */
  'people.say-shared': {
    asks: {
      body: {
        several: boolean
      }
    }
    answers: {
      several: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Show the second factor: a code of the app, a recovery code, or a passkey. The session becomes a whole one, with another token. (POST /api/people/session/second-factor) */
  'people.second-factor': {
    asks: {
      body?: {
        code?: string
        /** the credential of the browser, as JSON (PublicKeyCredential.toJSON), in a text */
        passkey?: string
      }
    }
    answers: {
      /** `half`: the second factor is still missing */
      kind: "customer" | "half" | "staff"
      /** seconds */
      lasts: number
      /** that came to be with a first factor: shown this once */
      recoveryCodes?: string[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "sign-in-ended" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Your open sessions, and what happened to your ID, 20 lines a page, the newest first. (GET /api/people/security) */
  'people.security': {
    asks: {
      query?: {
        kind?: "signed-in" | "new-device" | "failed-sign-in" | "signed-out" | "sessions-ended" | "password-changed" | "password-reset" | "address-changed" | "authenticator-added" | "authenticator-removed" | "passkey-added" | "passkey-removed" | "recovery-codes-made" | "recovery-code-used" | "recovery-started" | "recovered" | "site-allowed" | "site-revoked" | "paused" | "resumed" | "closed" | "reopened" | "merged" | "merge-undone" | "merged-into" | "merged-into-undone" | "role-changed" | "suspended" | "access-restored" | "factors-reset"
        page?: number
      }
    }
    answers: {
      sessions: ({
        session: string
        /** as the browser says; empty where it does not */
        browser: string
        system: string
        address: string
        country: string | null
        since: string
        lastSeen: string
        here: boolean
      })[]
      events: ({
        kind: string
        about: string | null
        at: string
        /** as the browser says; empty where it does not */
        browser: string
        system: string
        address: string
        country: string | null
      })[]
      total: number
      /** Countries: nro.net, CC BY 4.0, as of this day */
      placesAsOf: string
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "wrong-field" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Who am I? With the token that calls which change something carry as `X-CSRF-Token`. (GET /api/people/session) */
  'people.session': {
    asks: Record<never, never>
    answers: {
      /** `resting`: the ID is paused or closed, and can be opened again */
      kind: "stranger" | "customer" | "half" | "resting" | "staff"
      name?: string
      language?: "en" | "nl" | "fr" | "de"
      csrf?: string
    }
    problems: "key-refused" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Use an authenticator app, in the place of the one before, with a code that it shows. (PUT /api/people/factors/app) */
  'people.set-app': {
    asks: {
      body: {
        begun: string
        code: string
      }
    }
    answers: {
      /** recovery codes that came to be with the first factor: shown this once */
      recoveryCodes: null | string[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Whether several people use your ID, as you said. (GET /api/people/shared-id) */
  'people.shared': {
    asks: Record<never, never>
    answers: {
      several: boolean
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Sign in with ID and password. (POST /api/people/session) */
  'people.sign-in': {
    asks: {
      body: {
        id: string
        password: string
      }
    }
    answers: {
      /** `half`: the second factor is still missing */
      kind: "customer" | "half" | "staff"
      /** seconds */
      lasts: number
    }
    problems: "malformed" | "key-refused" | "sign-in-wrong" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Sign in with a passkey, which is both factors. (POST /api/people/session/passkey) */
  'people.sign-in-with-passkey': {
    asks: {
      body: {
        /** the credential of the browser, as JSON (PublicKeyCredential.toJSON), in a text */
        passkey: string
        /** whose it has to be, if an ID was typed */
        id?: string
      }
    }
    answers: {
      /** `half`: the second factor is still missing */
      kind: "customer" | "half" | "staff"
      /** seconds */
      lasts: number
    }
    problems: "malformed" | "key-refused" | "passkey-wrong" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Sign out. (DELETE /api/people/session) */
  'people.sign-out': {
    asks: Record<never, never>
    answers: {
      signedOut: boolean
    }
    problems: "malformed" | "key-refused" | "forged" | "too-large" | "wrong-content-type" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Ask for an ID; a letter with a link follows. The answer never tells whether the address has one. (POST /api/people/sign-up) */
  'people.sign-up': {
    asks: {
      body: {
        name: string
        email: string
        password: string
      }
    }
    answers: {
      sent: boolean
    }
    problems: "malformed" | "key-refused" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Get an ID that is no e-mail address; opens a session. Keep the ID: no letter can bring it back. (POST /api/people/sign-up/without-email) */
  'people.sign-up-without-email': {
    asks: {
      body: {
        name: string
        password: string
      }
    }
    answers: {
      id: string
      /** seconds */
      lasts: number
    }
    problems: "malformed" | "key-refused" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Every colleague, the newest first; with `search` those with it in their name or ID. (GET /api/people/staff) */
  'people.staff': {
    asks: {
      query?: {
        search?: string
      }
    }
    answers: {
      colleagues: ({
        person: string
        name: string | null
        id: string
        role: string
        controller: string
        /** the controller that answers for their own data */
        answeredBy: string
        access: "active" | "suspended" | "invited" | "lapsed"
        suspendedAt: string | null
        invitedUntil: string | null
        secondFactor: boolean
        lastSeen: string | null
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "wrong-field" | "unexpected" | "unavailable" | RefusalCode
  }
  /** End a colleague’s access at once, sessions that are open included; or give it back. Who works for the default controller ends it for all. (PUT /api/people/staff/{person}/access) */
  'people.suspend-colleague': {
    asks: {
      path: {
        person: string
      }
      body: {
        /** whether they may come in */
        may: boolean
      }
    }
    answers: {
      /** false: it was so before */
      changed: boolean
      /** of our systems, that this colleague made and that still work: they are not ended by it */
      keys: {
        key: string
        name: string
      }[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "colleague-yourself" | "colleague-elsewhere" | "proof-needed" | "not-found" | "colleague-unknown" | "colleague-last" | "colleague-not-active" | "colleague-not-invited" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Put the former address back, with the token of the letter to it, within seven days. Every session ends, and a change that waits is dropped. (POST /api/people/email-change/undo) */
  'people.undo-email-change': {
    asks: {
      body: {
        token: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "key-refused" | "forged" | "link-taken" | "link-unknown" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Take an invitation back. (DELETE /api/people/companies/{company}/invitations/{invitation}) */
  'people.withdraw-invitation': {
    asks: {
      path: {
        company: string
        invitation: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "company-owners-only" | "company-highest-only" | "not-found" | "company-unknown" | "company-last-owner" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Take an invitation back that nobody has used: what was noted goes with it. (DELETE /api/people/staff/{person}/invitation) */
  'people.withdraw-staff': {
    asks: {
      path: {
        person: string
      }
    }
    answers: {
      /** false: it was so before */
      changed: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "colleague-yourself" | "colleague-elsewhere" | "proof-needed" | "not-found" | "colleague-unknown" | "colleague-last" | "colleague-not-active" | "colleague-not-invited" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What one version changed against an earlier one, in meaning, and whom that concerns. (GET /api/policy/diff/{from}/{to}) */
  'policy.difference': {
    asks: {
      path: {
        from: number
        to: number
      }
    }
    answers: {
      from: number
      to: number
      material: boolean
      changes: ({
        path: string
        effect: "widened" | "narrowed" | "neutral"
        code: string
        about: string | null
        says: string
        concerns: string
        purposes: string[]
        bases: string[]
        /** what follows before it binds: consent, object, told, record, none */
        means: {
          code: string
          says: string
        }[]
      })[]
      askAgain: string[]
      concerned: {
        relations: string[]
        agreed: {
          purpose: string
          relations: string[]
        }[]
      }
    }
    problems: "key-refused" | "not-found" | "unexpected" | "unavailable"
  }
  /** The policy in force as JSON-LD, in terms of the W3C Data Privacy Vocabulary. (GET /api/policy.jsonld) */
  'policy.linked': {
    asks: Record<never, never>
    answers: {
      "@context": Record<string, string>
      "@id": string
      "@type": string
      "dct:identifier": string[]
      "dpv:hasDataController": Record<string, unknown>[]
      "dpv:hasProcess": Record<string, unknown>[]
      "dpv:hasProhibition": Record<string, unknown>[]
    }
    problems: "key-refused" | "unexpected" | "unavailable"
  }
  /** A version of the policy as JSON-LD. (GET /api/policy/v/{number}.jsonld) */
  'policy.linked-version': {
    asks: {
      path: {
        number: number
      }
    }
    answers: {
      "@context": Record<string, string>
      "@id": string
      "@type": string
      "dct:identifier": string[]
      "dpv:hasDataController": Record<string, unknown>[]
      "dpv:hasProcess": Record<string, unknown>[]
      "dpv:hasProhibition": Record<string, unknown>[]
    }
    problems: "key-refused" | "not-found" | "unexpected" | "unavailable"
  }
  /** The policy in force: every clause with what keeps it, measured a few seconds ago. (GET /api/policy) */
  'policy.read': {
    asks: {
      query?: {
        language?: "en" | "nl" | "fr" | "de"
      }
    }
    answers: {
      company: string
      version: number
      hash: string
      effective: string
      original: string
      languages: string[]
      measured: string
      coming?: {
        version: number
        effective: string
      }
      counts: Record<string, number>
      clauses: ({
        id: string
        heading: boolean
        promises: boolean
        language: string
        /** Of this sentence in the language that was asked for; missing: the text is the original. */
        translation: "original" | "current" | "stale" | "missing"
        text: string
        kind: "broken" | "promise" | "declared" | "checked" | "enforced"
        partly: "broken" | "promise" | "declared" | "checked" | "enforced" | null
        proofs: ({
          kind: "broken" | "promise" | "declared" | "checked" | "enforced"
          code: string
          says: string
          found: string[]
        })[]
        reliance: {
          days: number
          done: number
          refused: number
          last: string | null
        }
      })[]
    }
    problems: "key-refused" | "wrong-field" | "unexpected" | "unavailable"
  }
  /** Every version of the policy that was published, the newest first, with how that came. (GET /api/policy/versions) */
  'policy.versions': {
    asks: Record<never, never>
    answers: {
      versions: ({
        version: number
        hash: string
        state: "past" | "in-force" | "coming" | "never"
        published: string
        effective: string
        until: string | null
        material: boolean | null
        approvedAs: string | null
        /** what they approved came by a command of the operator */
        operatorsDraft: boolean
        aloneBecause: string | null
        told: string | null
      })[]
    }
    problems: "key-refused" | "unexpected" | "unavailable"
  }
  /** Accept what is offered, for yourself or with `of` for a company that you work for. (POST /api/products/offers/{offer}) */
  'products.accept-offer': {
    asks: {
      path: {
        offer: string
      }
      body?: {
        of?: string
      }
    }
    answers: {
      /** id */
      product: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "offer-over" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Add a proof of purchase: a PDF, JPEG or PNG of at most 5000000 bytes, in base64; 3 at most. It is judged by its bytes. (POST /api/products/{product}/proofs) */
  'products.add-proof': {
    asks: {
      path: {
        product: string
      }
      body: {
        name: string
        content: string
      }
    }
    answers: {
      /** id */
      proof: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "product-unknown" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Correct what is known of a product; what is left out is taken away. (PUT /api/products/{product}) */
  'products.correct': {
    asks: {
      path: {
        product: string
      }
      body?: {
        /** day of purchase, ISO 8601 */
        bought?: string
        seller?: string
        /** where it stands, by name */
        site?: string
        note?: string
      }
    }
    answers: {
      saved: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "managers-only" | "not-found" | "product-unknown" | "product-ended" | "serial-taken" | "offered-already" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Decline what is offered. (DELETE /api/products/offers/{offer}) */
  'products.decline-offer': {
    asks: {
      path: {
        offer: string
      }
    }
    answers: {
      declined: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Delete a proof of purchase. (DELETE /api/products/{product}/proofs/{proof}) */
  'products.delete-proof': {
    asks: {
      path: {
        product: string
        proof: string
      }
    }
    answers: {
      deleted: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The catalogue: what can be registered. (GET /api/products/families) */
  'products.families': {
    asks: Record<never, never>
    answers: {
      families: {
        code: string
        name: string
        says: Record<string, string>
        warrantyMonths: number
        /** for a product that is registered */
        extraMonths: number
      }[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The products of one owner in the order of their serial numbers, 100 a page: yours, or with `of` those of a company that you work for. (GET /api/products) */
  'products.list': {
    asks: {
      query?: {
        of?: string
        family?: string
        site?: string
        serial?: string
        /** what was removed or handed over, instead of what is current */
        ended?: boolean
        page?: number
      }
    }
    answers: {
      total: number
      page: number
      products: ({
        id: string
        serial: string
        family: {
          code: string
          name: string
        } | null
        company: string | null
        boughtOn: string | null
        seller: string | null
        note: string | null
        site: string | null
        builtUntil: string | null
        warranty: {
          from: string
          /** the last day */
          until: string
          /** bought or built: the day from which it counts */
          counts: string
          months: number
          /** because it is registered */
          extraMonths: number
        } | null
        /** registered, transferred or imported */
        cameBy: string
        since: string
        source: string
        policyVersion: number
        ended: {
          at: string
          /** removed or transferred */
          how: string
        } | null
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "not-found" | "wrong-field" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Offer a product to another ID. The answer is the same whether anybody has it. (POST /api/products/{product}/transfer) */
  'products.offer': {
    asks: {
      path: {
        product: string
      }
      body: {
        recipient: string
      }
    }
    answers: {
      offered: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "managers-only" | "not-found" | "product-unknown" | "product-ended" | "serial-taken" | "offered-already" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What is offered to you. Never by whom. (GET /api/products/offers) */
  'products.offers': {
    asks: Record<never, never>
    answers: {
      offers: {
        id: string
        serial: string
        since: string
        until: string
      }[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Read a table (CSV) and say what is wrong, by line. Nothing is registered yet. (POST /api/products/lists) */
  'products.read-list': {
    asks: {
      body: {
        of?: string
        csv: string
      }
    }
    answers: {
      /** id */
      list: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Register up to 200 products. Each is answered by itself: added, yours already, taken by somebody who is never named, or wrong and where. 429 after many that were taken. (POST /api/products) */
  'products.register': {
    asks: {
      body: {
        of?: string
        products: {
          serial: string
          /** the family that it should be of */
          family?: string
          /** day of purchase, ISO 8601 */
          bought?: string
          seller?: string
          /** where it stands, by name */
          site?: string
          note?: string
        }[]
      }
    }
    answers: {
      results: ({
        /** as it is written; as it was typed where it is wrong */
        serial: string
        /** added, yours, taken or wrong */
        how: string
        id: string | null
        detail: string | null
      })[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Register the good lines of a list. It is done a moment later: ask how far it has come. (POST /api/products/lists/{list}) */
  'products.register-list': {
    asks: {
      path: {
        list: string
      }
    }
    answers: {
      asked: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Remove a product; for 30 days it can be put back. (DELETE /api/products/{product}) */
  'products.remove': {
    asks: {
      path: {
        product: string
      }
    }
    answers: {
      removed: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "managers-only" | "not-found" | "product-unknown" | "product-ended" | "serial-taken" | "offered-already" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Rename a site. Of a company: managers and owners only. (PUT /api/products/sites/{site}) */
  'products.rename-site': {
    asks: {
      path: {
        site: string
      }
      body: {
        of?: string
        name: string
      }
    }
    answers: {
      saved: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "managers-only" | "not-found" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Put back what was removed. (POST /api/products/{product}/restore) */
  'products.restore': {
    asks: {
      path: {
        product: string
      }
    }
    answers: {
      restored: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "managers-only" | "not-found" | "product-unknown" | "product-ended" | "serial-taken" | "offered-already" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Where the products of an owner stand. (GET /api/products/sites) */
  'products.sites': {
    asks: {
      query?: {
        of?: string
      }
    }
    answers: {
      sites: {
        id: string
        name: string
        products: number
      }[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "not-found" | "wrong-field" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Whose product has a serial number, for the purpose of the key; nobody where it is registered by nobody whom it sees. (POST /api/products/system/find) */
  'products.system-find': {
    asks: {
      body: {
        serial: string
      }
    }
    answers: {
      found: {
        person: string
        /** of a company: the person is who brought it */
        company: boolean
      }[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The products that a customer has now, their own and no company’s, 100 a page. (GET /api/products/system/{person}) */
  'products.system-list': {
    asks: {
      path: {
        person: string
      }
      query?: {
        page?: number
      }
    }
    answers: {
      total: number
      page: number
      products: ({
        id: string
        serial: string
        family: {
          code: string
          name: string
        } | null
        company: string | null
        boughtOn: string | null
        seller: string | null
        note: string | null
        site: string | null
        builtUntil: string | null
        warranty: {
          from: string
          /** the last day */
          until: string
          /** bought or built: the day from which it counts */
          counts: string
          months: number
          /** because it is registered */
          extraMonths: number
        } | null
        /** registered, transferred or imported */
        cameBy: string
        since: string
        source: string
        policyVersion: number
        ended: {
          at: string
          /** removed or transferred */
          how: string
        } | null
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "not-found" | "wrong-field" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Register a product for a customer. One that is registered already stays whose it is, and nobody is named. (POST /api/products/system/{person}) */
  'products.system-register': {
    asks: {
      path: {
        person: string
      }
      body: {
        serial: string
        /** day of purchase, ISO 8601 */
        bought?: string
        seller?: string
        note?: string
      }
    }
    answers: {
      id: string
      serial: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "not-found" | "serial-taken" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Take an offer back. (DELETE /api/products/{product}/transfer) */
  'products.take-offer-back': {
    asks: {
      path: {
        product: string
      }
    }
    answers: {
      withdrawn: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "managers-only" | "not-found" | "product-unknown" | "product-ended" | "serial-taken" | "offered-already" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** One product with its proofs, the sites of its owner, and the offer that is open. (GET /api/products/{product}) */
  'products.view': {
    asks: {
      path: {
        product: string
      }
    }
    answers: {
      product: {
        id: string
        serial: string
        family: {
          code: string
          name: string
        } | null
        company: string | null
        boughtOn: string | null
        seller: string | null
        note: string | null
        site: string | null
        builtUntil: string | null
        warranty: {
          from: string
          /** the last day */
          until: string
          /** bought or built: the day from which it counts */
          counts: string
          months: number
          /** because it is registered */
          extraMonths: number
        } | null
        /** registered, transferred or imported */
        cameBy: string
        since: string
        source: string
        policyVersion: number
        ended: {
          at: string
          /** removed or transferred */
          how: string
        } | null
      }
      proofs: {
        id: string
        name: string
        type: string
        bytes: number
        since: string
      }[]
      transfer: {
        recipient: string | null
        since: string
        until: string
      } | null
      sites: {
        id: string
        name: string
        products: number
      }[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "managers-only" | "not-found" | "product-unknown" | "product-ended" | "serial-taken" | "offered-already" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What was read, what is wrong by line, and how far it has come. (GET /api/products/lists/{list}) */
  'products.view-list': {
    asks: {
      path: {
        list: string
      }
    }
    answers: {
      id: string
      /** lines that can be registered */
      total: number
      wrong: number
      findings: {
        line: number
        serial: string
        detail: string
      }[]
      done: number
      added: number
      /** read, waiting or finished */
      state: string
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "not-found" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Add a phone number (number, country, use), an address (street, postcode, city, region, country), an e-mail address (email) or the country where you live or work (country). The same again answers the line that is there. (POST /api/profile/contacts) */
  'profile.add-contact': {
    asks: {
      body: {
        kind: "phone" | "address" | "email" | "country"
        country?: string
        number?: string
        use?: string
        street?: string
        postcode?: string
        city?: string
        region?: string
        email?: string
      }
    }
    answers: {
      /** the line that is current now */
      line: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "line-unknown" | "line-replaced" | "line-limit" | "line-there" | "not-agreed-yet" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Send another letter with the link that proves an e-mail address. (POST /api/profile/contacts/{line}/letter) */
  'profile.add-contacts-letter': {
    asks: {
      path: {
        line: string
      }
    }
    answers: {
      sent: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "line-unknown" | "line-replaced" | "line-limit" | "line-there" | "not-agreed-yet" | "too-large" | "wrong-content-type" | "letter-wait" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Prove an e-mail address with the token of the link that was mailed to it. (POST /api/profile/contacts/{line}/prove) */
  'profile.add-contacts-prove': {
    asks: {
      path: {
        line: string
      }
      body: {
        token: string
      }
    }
    answers: {
      proven: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "line-unknown" | "line-replaced" | "line-limit" | "line-there" | "not-agreed-yet" | "link-broken" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Put back what a line said before, or what was removed: `line` is the id that the history names. (POST /api/profile/contacts/{line}/put-back) */
  'profile.add-contacts-put-back': {
    asks: {
      path: {
        line: string
      }
    }
    answers: {
      /** the line that is current now */
      line: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "line-unknown" | "line-replaced" | "line-limit" | "line-there" | "not-agreed-yet" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Put back what an answer for research said before, or what was removed: `line` is the id that the history names. (POST /api/profile/research/{line}/put-back) */
  'profile.add-research-put-back': {
    asks: {
      path: {
        line: string
      }
    }
    answers: {
      /** the line that is current now */
      line: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "line-unknown" | "line-replaced" | "line-limit" | "line-there" | "not-agreed-yet" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Agree that your trade, and the place where you use our products, are used for research. A yes names the version whose words were shown (`GET /api/consents` has both); another one in force is 409. (POST /api/profile/research/yes) */
  'profile.add-research-yes': {
    asks: {
      body: {
        version: number
        /** in which the words were shown */
        language?: "en" | "nl" | "fr" | "de"
      }
    }
    answers: {
      agreed: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "policy-changed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Change the language in which you are addressed: en, nl, fr, de. (PUT /api/profile/language) */
  'profile.change-language': {
    asks: {
      body: {
        language: string
      }
    }
    answers: {
      saved: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Answer a question of research, in the place of the answer before. occupation: technician, engineer, administrator, facility, craft, care, teacher, scientist, shopkeeper, office, public, student, retired, other-work; place: dwelling, workplace, server-room, hospital, plant, site, railway, telecom, vessel, school, shop-floor, other-place. (PUT /api/profile/research) */
  'profile.change-research': {
    asks: {
      body: {
        question: "occupation" | "place"
        answer: string
      }
    }
    answers: {
      /** the line that is current now */
      line: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "line-unknown" | "line-replaced" | "line-limit" | "line-there" | "not-agreed-yet" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Correct a line; the answer names the one that took its place. (PUT /api/profile/contacts/{line}) */
  'profile.correct-contact': {
    asks: {
      path: {
        line: string
      }
      body: {
        kind: "phone" | "address" | "email" | "country"
        country?: string
        number?: string
        use?: string
        street?: string
        postcode?: string
        city?: string
        region?: string
        email?: string
      }
    }
    answers: {
      /** the line that is current now */
      line: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "line-unknown" | "line-replaced" | "line-limit" | "line-there" | "not-agreed-yet" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Correct your name. `line` is the id of the name that you correct: 409 if it was replaced in the meantime. (PUT /api/profile/name) */
  'profile.correct-name': {
    asks: {
      body: {
        line: string
        name: string
      }
    }
    answers: {
      saved: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "line-unknown" | "line-replaced" | "line-limit" | "line-there" | "not-agreed-yet" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Remove a line; it stays as history. (DELETE /api/profile/contacts/{line}) */
  'profile.remove-contacts': {
    asks: {
      path: {
        line: string
      }
    }
    answers: {
      removed: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "line-unknown" | "line-replaced" | "line-limit" | "line-there" | "not-agreed-yet" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Remove an answer for research; it stays as history. (DELETE /api/profile/research/{line}) */
  'profile.remove-research': {
    asks: {
      path: {
        line: string
      }
    }
    answers: {
      removed: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "line-unknown" | "line-replaced" | "line-limit" | "line-there" | "not-agreed-yet" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Take that back. Your answers are removed in the same moment, with what they were before. (DELETE /api/profile/research/yes) */
  'profile.remove-research-yes': {
    asks: Record<never, never>
    answers: {
      agreed: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Your own profile: each item with when and where it came from, the version of the policy, and what it was before. (GET /api/profile) */
  'profile.view': {
    asks: Record<never, never>
    answers: {
      account?: {
        id: string
        since: string
        source: string
        policyVersion: number
      }
      name?: {
        id: string
        value: string
        since: string
        source: string
        policyVersion: number
        earlier: {
          value: string
          since: string
          source: string
          policyVersion: number
          until: string
        }[]
      }
      language?: {
        id: string
        value: string
        since: string
        source: string
        policyVersion: number
        earlier: {
          value: string
          since: string
          source: string
          policyVersion: number
          until: string
        }[]
      }
      country?: {
        id: string
        /** ISO 3166-1 alpha-2 */
        country: string
        since: string
        source: string
        policyVersion: number
        earlier: {
          id: string
          /** ISO 3166-1 alpha-2 */
          country: string
          since: string
          source: string
          policyVersion: number
          until: string
        }[]
      }
      emails?: ({
        id: string
        email: string
        since: string
        source: string
        policyVersion: number
        earlier: {
          id: string
          email: string
          since: string
          source: string
          policyVersion: number
          until: string
        }[]
      } & {
        /** when it was proven; absent until then */
        proven?: string
      })[]
      phones?: ({
        id: string
        phone: {
          /** E.164 */
          number: string
          /** ISO 3166-1 alpha-2 */
          country?: string
          extension?: string
          use?: "mobile" | "home" | "work"
        }
        since: string
        source: string
        policyVersion: number
        earlier: ({
          id: string
          phone: {
            /** E.164 */
            number: string
            /** ISO 3166-1 alpha-2 */
            country?: string
            extension?: string
            use?: "mobile" | "home" | "work"
          }
          since: string
          source: string
          policyVersion: number
          until: string
        })[]
      })[]
      addresses?: {
        id: string
        address: {
          street: string
          postcode?: string
          city: string
          /** state, province, prefecture or county, where it is written */
          region?: string
          /** ISO 3166-1 alpha-2 */
          country: string
        }
        since: string
        source: string
        policyVersion: number
        earlier: {
          id: string
          address: {
            street: string
            postcode?: string
            city: string
            /** state, province, prefecture or county, where it is written */
            region?: string
            /** ISO 3166-1 alpha-2 */
            country: string
          }
          since: string
          source: string
          policyVersion: number
          until: string
        }[]
      }[]
      research?: {
        agreed: boolean
        said?: string
        occupation?: {
          id: string
          /** technician, engineer, administrator, facility, craft, care, teacher, scientist, shopkeeper, office, public, student, retired, other-work */
          answer: string
          since: string
          source: string
          policyVersion: number
          earlier: {
            id: string
            /** technician, engineer, administrator, facility, craft, care, teacher, scientist, shopkeeper, office, public, student, retired, other-work */
            answer: string
            since: string
            source: string
            policyVersion: number
            until: string
          }[]
        }
        place?: {
          id: string
          /** dwelling, workplace, server-room, hospital, plant, site, railway, telecom, vessel, school, shop-floor, other-place */
          answer: string
          since: string
          source: string
          policyVersion: number
          earlier: {
            id: string
            /** dwelling, workplace, server-room, hospital, plant, site, railway, telecom, vessel, school, shop-floor, other-place */
            answer: string
            since: string
            source: string
            policyVersion: number
            until: string
          }[]
        }
      }
      removed: {
        id: string
        kind: string
        value: unknown
        since: string
        source: string
        policyVersion: number
        until: string
      }[]
      organisations?: {
        name: string
        country: string
        role: string
        left?: string
        since: string
        source: string
        policyVersion: number
      }[]
      withheld: {
        part: string
        code: string
        act: string
        clause?: string
        policyVersion: number
      }[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** This description of all calls (OpenAPI 3.1). (GET /api/openapi.json) */
  'reference.openapi': {
    asks: Record<never, never>
    answers: unknown
    problems: "key-refused" | "unexpected" | "unavailable"
  }
  /** Ask for a copy of your data. While one is being prepared, that one is the answer (200 in place of 202). (POST /api/rights/copies) */
  'rights.ask-copy': {
    asks: {
      body?: {
        parts?: string[]
        formats?: ("html" | "json" | "csv")[]
      }
    }
    answers: {
      id: string
      state: "requested" | "preparing" | "ready" | "deleted" | "failed"
      /** `everything`, or categories of the policy, `looked`, `received` */
      parts: string[]
      formats: ("html" | "json" | "csv")[]
      language: string
      requestedAt: string
      readyAt: string | null
      endsAt: string | null
      bytes: number | null
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "too-many" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Your copies, the newest first, and how far each is. (GET /api/rights/copies) */
  'rights.copies': {
    asks: Record<never, never>
    answers: {
      copies: ({
        id: string
        state: "requested" | "preparing" | "ready" | "deleted" | "failed"
        /** `everything`, or categories of the policy, `looked`, `received` */
        parts: string[]
        formats: ("html" | "json" | "csv")[]
        language: string
        requestedAt: string
        readyAt: string | null
        endsAt: string | null
        bytes: number | null
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** How far one of your copies is. (GET /api/rights/copies/{id}) */
  'rights.copy': {
    asks: {
      path: {
        id: string
      }
    }
    answers: {
      id: string
      state: "requested" | "preparing" | "ready" | "deleted" | "failed"
      /** `everything`, or categories of the policy, `looked`, `received` */
      parts: string[]
      formats: ("html" | "json" | "csv")[]
      language: string
      requestedAt: string
      readyAt: string | null
      endsAt: string | null
      bytes: number | null
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "not-found" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Delete a copy now, or stop it on its way. Your data stay as they are. (DELETE /api/rights/copies/{id}) */
  'rights.delete-copy': {
    asks: {
      path: {
        id: string
      }
    }
    answers: {
      deleted: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Everything that is held about you: value, why, where it came from, who can see it, until when. (GET /api/rights/held) */
  'rights.held': {
    asks: Record<never, never>
    answers: {
      figures: {
        items: number
        earlier: number
        purposes: number
        categories: number
      }
      policyVersion: number
      items: ({
        /** schema.table.column */
        place: string
        category: string
        /** file: value says how many bytes are kept; it lies in a copy; fingerprint: a keyed hash, kept so that it can be found; withheld: not read by this call */
        shown: "shown" | "file" | "fingerprint" | "withheld"
        /** as it is held; null unless shown or a file */
        value: unknown
        kind: string | null
        /** company: it names you and belongs to a company that you work for, where it stays without you */
        belongsTo: "you" | "company"
        /** false for what was replaced and stays as history */
        current: boolean
        recordedAt: string | null
        source: string | null
        policyVersion: number | null
        /** why it is kept */
        purpose: string
        clause: string | null
        /** purposes of the policy */
        mayBeUsedFor: string[]
        seenBy: {
          role: string
          purposes: string[]
        }[]
        keptUntil: string | null
        keptAfter: {
          event: string
          /** ISO 8601 */
          period: string
        } | null
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Give this ID up for the one that made the offer: all that it owns moves there, and this session ends. (POST /api/rights/joined) */
  'rights.join': {
    asks: {
      body: {
        offer: string
      }
    }
    answers: {
      /** rows */
      moved: number
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "join-used" | "join-taken" | "join-same" | "join-joined" | "join-changed" | "join-unknown" | "join-expired" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Join two IDs of one person, at their request. Both addresses are told by a letter. (POST /api/console/join) */
  'rights.join-for-somebody': {
    asks: {
      body: {
        kept: string
        former: string
        /** the number of the case, like S-2041 */
        reference: string
      }
    }
    answers: {
      /** rows */
      moved: number
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "join-same" | "join-joined" | "join-changed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Look at two IDs of one person before they are joined: what would move, what was joined before, and which addresses that the person proved are IDs of their own. (POST /api/console/join/look) */
  'rights.look-to-join': {
    asks: {
      body: {
        kept: string
        former?: string
        /** the number of the case, like S-2041 */
        reference: string
      }
    }
    answers: {
      moving: {
        category: string
        rows: number
      }[] | null
      joined: ({
        former: string
        at: string
        until: string
        by: "customer" | "staff"
      })[]
      found: string[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What was done with your data, the newest first; machines by act and day, your own views (the first of a page in a session) by day. (GET /api/rights/looked) */
  'rights.looked': {
    asks: {
      query?: {
        /** from the beginning of this day, UTC */
        since?: string
        /** before the beginning of this day, UTC */
        until?: string
        purpose?: string
        page?: number
      }
    }
    answers: {
      total: number
      page: number
      pages: number
      entries: ({
        /** of its newest line; quote it in a question */
        reference: string
        at: string
        firstAt: string
        times: number
        acts: string[]
        purpose: string
        clause: string
        policyVersion: number
        /** customer, staff, system, stranger */
        by: string
        role: string | null
        controller: string | null
        /** done, or why it was refused */
        outcome: string
        case: string | null
        fields: string[]
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "wrong-field" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Offer to join another ID of yours to this one: take it within fifteen minutes, signed in with the other. (POST /api/rights/joined/offer) */
  'rights.offer-to-join': {
    asks: Record<never, never>
    answers: {
      offer: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Make two IDs of what became one: what was moved goes back, as it stands now, and what had been agreed to counts again. (DELETE /api/rights/joined/{former}) */
  'rights.part': {
    asks: {
      path: {
        former: string
      }
    }
    answers: {
      /** rows */
      moved: number
      anew: string[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "join-changed" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Make two IDs of what was joined, within thirty days; says of which purposes a yes has to be asked anew. (POST /api/console/join/part) */
  'rights.part-for-somebody': {
    asks: {
      body: {
        kept: string
        person: string
        /** the number of the case, like S-2041 */
        reference: string
      }
    }
    answers: {
      /** rows */
      moved: number
      anew: string[]
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "join-changed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** After a proof of who you are: an address from which the copy can be fetched for ten minutes, in this session only. (POST /api/rights/copies/{id}/permission) */
  'rights.permit-copy': {
    asks: {
      path: {
        id: string
      }
    }
    answers: {
      address: string
      until: string
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Who outside the company received your data, the newest first. (GET /api/rights/received) */
  'rights.received': {
    asks: {
      query?: {
        /** from the beginning of this day, UTC */
        since?: string
        recipient?: string
        page?: number
      }
    }
    answers: {
      total: number
      page: number
      pages: number
      disclosures: ({
        /** quote it in a question */
        reference: string
        at: string
        /** in the privacy policy */
        recipient: string
        /** legal name */
        name: string
        /** processor, group, controller, authority; empty if the policy no longer names it */
        kind: string
        countries: string[]
        safeguards: string[]
        purpose: string
        clause: string
        policyVersion: number
        case: string | null
        fields: string[]
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "wrong-field" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Who could receive your data, whether or not it has happened: what the policy in force allows. (GET /api/rights/recipients) */
  'rights.recipients': {
    asks: Record<never, never>
    answers: {
      recipients: {
        recipient: string
        name: string
        kind: string
        countries: string[]
        safeguards: string[]
        purposes: string[]
        categories: string[]
        clause: string
      }[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Other IDs of yours: those that were joined to this one, with until when they can be parted again, and those that can be, because you proved to read their address. (GET /api/rights/joined) */
  'rights.view-joined': {
    asks: Record<never, never>
    answers: {
      joined: ({
        former: string
        at: string
        until: string
        by: "customer" | "staff"
      })[]
      found: string[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Change what a site is called, its addresses, its purpose and what it may ask for. (PUT /api/console/sites/{site}) */
  'sites.change': {
    asks: {
      path: {
        site: string
      }
      body: {
        "name-en"?: string
        "name-nl"?: string
        "name-fr"?: string
        "name-de"?: string
        address: string
        /** one a line */
        redirects: string
        /** one a line */
        "after-sign-out"?: string
        backchannel?: string
        purpose: string
        scope?: string[]
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "site-unknown" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** What a site can be registered with: whose it is, who runs it, for which purpose it asks, and for what. (GET /api/console/sites/choices) */
  'sites.choices': {
    asks: Record<never, never>
    answers: {
      controllers: {
        controller: string
        name: string
      }[]
      kinds: string[]
      languages: string[]
      runners: ({
        /** null: whoever the controller is */
        runBy: string | null
        name: string
        purposes: {
          purpose: string
          scopes: string[]
        }[]
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The sites that people can sign in at and that you look after. (GET /api/console/sites) */
  'sites.list': {
    asks: Record<never, never>
    answers: {
      sites: ({
        site: string
        names: Record<string, string>
        address: string
        redirects: string[]
        afterSignOut: string[]
        backchannel: string | null
        confidential: boolean
        purpose: string
        runBy: string | null
        /** of the privacy policy: whose site it is */
        controller: string
        scopes: string[]
        offSince: string | null
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** The sites that may use your ID, and what each may see. (GET /api/people/sites) */
  'sites.own': {
    asks: Record<never, never>
    answers: {
      sites: ({
        site: string
        name: string
        address: string
        runBy: string | null
        purpose: string
        scopes: string[]
        since: string
        used: string | null
      })[]
    }
    problems: "sign-in-needed" | "key-refused" | "not-for-you" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Register a site; its secret is shown once. (POST /api/console/sites) */
  'sites.register': {
    asks: {
      body: {
        id: string
        "name-en"?: string
        "name-nl"?: string
        "name-fr"?: string
        "name-de"?: string
        address: string
        /** one a line */
        redirects: string
        /** one a line */
        "after-sign-out"?: string
        backchannel?: string
        purpose: string
        scope?: string[]
        kind: "confidential" | "public"
        "run-by"?: string
        /** of the policy: whose site it is; otherwise that of whoever registers it */
        controller?: string
      }
    }
    answers: {
      secret: string | null
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Take back what a site may see; its tokens are worth nothing at once. (DELETE /api/people/sites/{site}) */
  'sites.revoke': {
    asks: {
      path: {
        site: string
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "not-found" | "site-unknown" | "too-large" | "wrong-content-type" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Give a site another secret; the former one is worth nothing at once, nor are the sign-ins there. (POST /api/console/sites/{site}/secret) */
  'sites.rotate-secret': {
    asks: {
      path: {
        site: string
      }
      body?: {
        /** true: whoever is signed in there stays so */
        keep?: boolean
      }
    }
    answers: {
      secret: string | null
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "site-unknown" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
  /** Switch a site off, which ends the sign-ins there, or on again. (PUT /api/console/sites/{site}/state) */
  'sites.switch': {
    asks: {
      path: {
        site: string
      }
      body: {
        on: boolean
      }
    }
    answers: {
      done: boolean
    }
    problems: "malformed" | "sign-in-needed" | "key-refused" | "not-for-you" | "forged" | "proof-needed" | "not-found" | "site-unknown" | "too-large" | "wrong-content-type" | "wrong-field" | "wrong-body" | "unexpected" | "unavailable" | RefusalCode
  }
}

/** Method and address of each call. */
export const calls: Readonly<Record<keyof Calls, readonly [method: string, path: string]>> = {
  'changes.approve': ['POST', '/api/console/policy/drafts/{draft}/approve'],
  'changes.draft': ['POST', '/api/console/policy/drafts'],
  'changes.drafts': ['GET', '/api/console/policy/drafts'],
  'changes.one-draft': ['GET', '/api/console/policy/drafts/{draft}'],
  'changes.withdraw': ['DELETE', '/api/console/policy/drafts/{draft}'],
  'consents.add-stop': ['POST', '/api/consents/stop'],
  'consents.change': ['PUT', '/api/consents/{purpose}'],
  'consents.view': ['GET', '/api/consents'],
  'consents.view-history': ['GET', '/api/consents/history'],
  'consents.view-receipt': ['GET', '/api/consents/{id}/receipt'],
  'consents.view-receipts': ['GET', '/api/consents/receipts'],
  'cookies.choose': ['POST', '/api/cookies'],
  'cookies.read': ['GET', '/api/cookies'],
  'desk.close': ['DELETE', '/api/desk/record/{permit}'],
  'desk.find': ['POST', '/api/desk/find'],
  'desk.open': ['POST', '/api/desk/open'],
  'desk.reveal': ['POST', '/api/desk/record/{permit}'],
  'desk.system-find': ['POST', '/api/desk/system/find'],
  'desk.system-record': ['POST', '/api/desk/system/record'],
  'desk.view': ['GET', '/api/desk/record/{permit}'],
  'embed.banner': ['GET', '/api/embed/banner'],
  'embed.choose': ['POST', '/api/embed/choice'],
  'interests.change': ['PUT', '/api/interests'],
  'interests.view': ['GET', '/api/interests'],
  'mail.say': ['PUT', '/api/mail/{token}'],
  'mail.stop': ['POST', '/api/mail/{token}/stop'],
  'mail.view': ['GET', '/api/mail/{token}'],
  'pauses.category': ['PUT', '/api/pauses/{category}'],
  'pauses.everything': ['PUT', '/api/pauses'],
  'pauses.view': ['GET', '/api/pauses'],
  'people.acknowledge': ['PUT', '/api/people/acknowledgement'],
  'people.add-passkey': ['POST', '/api/people/passkeys'],
  'people.answer-email-change': ['POST', '/api/people/email-change/answer'],
  'people.appoint-staff': ['PUT', '/api/people/staff/{person}/role'],
  'people.ask-letter-by-post': ['POST', '/api/people/password/forgotten/post'],
  'people.ask-reset-again': ['POST', '/api/people/password/reset/again'],
  'people.begin-app': ['GET', '/api/people/factors/app'],
  'people.begin-passkey': ['GET', '/api/people/passkeys/new'],
  'people.cancel-email-change': ['DELETE', '/api/people/email-change'],
  'people.change-email': ['POST', '/api/people/email-change'],
  'people.change-own-language': ['PUT', '/api/people/language'],
  'people.change-password': ['PUT', '/api/people/password'],
  'people.change-role': ['PUT', '/api/people/companies/{company}/people/{place}'],
  'people.choose-password': ['POST', '/api/people/choose-password'],
  'people.claim-domain': ['POST', '/api/people/companies/{company}/domains'],
  'people.close': ['POST', '/api/people/close'],
  'people.companies': ['GET', '/api/people/companies'],
  'people.company': ['GET', '/api/people/companies/{company}'],
  'people.confirm': ['POST', '/api/people/confirm'],
  'people.drop-domain': ['DELETE', '/api/people/companies/{company}/domains'],
  'people.email-change': ['GET', '/api/people/email-change'],
  'people.end-other-sessions': ['DELETE', '/api/people/security/sessions'],
  'people.end-place': ['DELETE', '/api/people/companies/{company}/people/{place}'],
  'people.end-session': ['DELETE', '/api/people/security/sessions/{mark}'],
  'people.factors': ['GET', '/api/people/factors'],
  'people.forgot-password': ['POST', '/api/people/password/forgotten'],
  'people.found-company': ['POST', '/api/people/companies'],
  'people.give-return-code': ['POST', '/api/people/return-codes'],
  'people.go-on': ['DELETE', '/api/people/resting'],
  'people.invite': ['POST', '/api/people/companies/{company}/invitations'],
  'people.invite-staff': ['POST', '/api/people/staff'],
  'people.invite-staff-again': ['POST', '/api/people/staff/{person}/invitation'],
  'people.join-company': ['POST', '/api/people/companies/join'],
  'people.keep-factors': ['DELETE', '/api/people/lost-factors'],
  'people.keep-factors-by-link': ['POST', '/api/people/lost-factors/keep'],
  'people.key-choices': ['GET', '/api/people/keys/choices'],
  'people.keys': ['GET', '/api/people/keys'],
  'people.lost-factors': ['GET', '/api/people/lost-factors'],
  'people.make-key': ['POST', '/api/people/keys'],
  'people.passkey-challenge': ['GET', '/api/people/passkeys/challenge'],
  'people.pause': ['POST', '/api/people/pause'],
  'people.print-return-code': ['POST', '/api/people/return-codes/{letter}/{of}'],
  'people.prove': ['POST', '/api/people/session/proof'],
  'people.remove-app': ['DELETE', '/api/people/factors/app'],
  'people.remove-passkey': ['DELETE', '/api/people/passkeys/{id}'],
  'people.rename-passkey': ['PATCH', '/api/people/passkeys/{id}'],
  'people.renew-recovery-codes': ['POST', '/api/people/factors/recovery-codes'],
  'people.reset-factors': ['DELETE', '/api/people/staff/{person}/factors'],
  'people.reset-password': ['POST', '/api/people/password/reset'],
  'people.resting': ['GET', '/api/people/resting'],
  'people.return': ['POST', '/api/people/return'],
  'people.return-codes': ['GET', '/api/people/return-codes'],
  'people.revoke-key': ['DELETE', '/api/people/keys/{key}'],
  'people.roles': ['GET', '/api/people/roles'],
  'people.rotate-key': ['POST', '/api/people/keys/{key}/rotate'],
  'people.say-factors-lost': ['POST', '/api/people/lost-factors'],
  'people.say-shared': ['PUT', '/api/people/shared-id'],
  'people.second-factor': ['POST', '/api/people/session/second-factor'],
  'people.security': ['GET', '/api/people/security'],
  'people.session': ['GET', '/api/people/session'],
  'people.set-app': ['PUT', '/api/people/factors/app'],
  'people.shared': ['GET', '/api/people/shared-id'],
  'people.sign-in': ['POST', '/api/people/session'],
  'people.sign-in-with-passkey': ['POST', '/api/people/session/passkey'],
  'people.sign-out': ['DELETE', '/api/people/session'],
  'people.sign-up': ['POST', '/api/people/sign-up'],
  'people.sign-up-without-email': ['POST', '/api/people/sign-up/without-email'],
  'people.staff': ['GET', '/api/people/staff'],
  'people.suspend-colleague': ['PUT', '/api/people/staff/{person}/access'],
  'people.undo-email-change': ['POST', '/api/people/email-change/undo'],
  'people.withdraw-invitation': ['DELETE', '/api/people/companies/{company}/invitations/{invitation}'],
  'people.withdraw-staff': ['DELETE', '/api/people/staff/{person}/invitation'],
  'policy.difference': ['GET', '/api/policy/diff/{from}/{to}'],
  'policy.linked': ['GET', '/api/policy.jsonld'],
  'policy.linked-version': ['GET', '/api/policy/v/{number}.jsonld'],
  'policy.read': ['GET', '/api/policy'],
  'policy.versions': ['GET', '/api/policy/versions'],
  'products.accept-offer': ['POST', '/api/products/offers/{offer}'],
  'products.add-proof': ['POST', '/api/products/{product}/proofs'],
  'products.correct': ['PUT', '/api/products/{product}'],
  'products.decline-offer': ['DELETE', '/api/products/offers/{offer}'],
  'products.delete-proof': ['DELETE', '/api/products/{product}/proofs/{proof}'],
  'products.families': ['GET', '/api/products/families'],
  'products.list': ['GET', '/api/products'],
  'products.offer': ['POST', '/api/products/{product}/transfer'],
  'products.offers': ['GET', '/api/products/offers'],
  'products.read-list': ['POST', '/api/products/lists'],
  'products.register': ['POST', '/api/products'],
  'products.register-list': ['POST', '/api/products/lists/{list}'],
  'products.remove': ['DELETE', '/api/products/{product}'],
  'products.rename-site': ['PUT', '/api/products/sites/{site}'],
  'products.restore': ['POST', '/api/products/{product}/restore'],
  'products.sites': ['GET', '/api/products/sites'],
  'products.system-find': ['POST', '/api/products/system/find'],
  'products.system-list': ['GET', '/api/products/system/{person}'],
  'products.system-register': ['POST', '/api/products/system/{person}'],
  'products.take-offer-back': ['DELETE', '/api/products/{product}/transfer'],
  'products.view': ['GET', '/api/products/{product}'],
  'products.view-list': ['GET', '/api/products/lists/{list}'],
  'profile.add-contact': ['POST', '/api/profile/contacts'],
  'profile.add-contacts-letter': ['POST', '/api/profile/contacts/{line}/letter'],
  'profile.add-contacts-prove': ['POST', '/api/profile/contacts/{line}/prove'],
  'profile.add-contacts-put-back': ['POST', '/api/profile/contacts/{line}/put-back'],
  'profile.add-research-put-back': ['POST', '/api/profile/research/{line}/put-back'],
  'profile.add-research-yes': ['POST', '/api/profile/research/yes'],
  'profile.change-language': ['PUT', '/api/profile/language'],
  'profile.change-research': ['PUT', '/api/profile/research'],
  'profile.correct-contact': ['PUT', '/api/profile/contacts/{line}'],
  'profile.correct-name': ['PUT', '/api/profile/name'],
  'profile.remove-contacts': ['DELETE', '/api/profile/contacts/{line}'],
  'profile.remove-research': ['DELETE', '/api/profile/research/{line}'],
  'profile.remove-research-yes': ['DELETE', '/api/profile/research/yes'],
  'profile.view': ['GET', '/api/profile'],
  'reference.openapi': ['GET', '/api/openapi.json'],
  'rights.ask-copy': ['POST', '/api/rights/copies'],
  'rights.copies': ['GET', '/api/rights/copies'],
  'rights.copy': ['GET', '/api/rights/copies/{id}'],
  'rights.delete-copy': ['DELETE', '/api/rights/copies/{id}'],
  'rights.held': ['GET', '/api/rights/held'],
  'rights.join': ['POST', '/api/rights/joined'],
  'rights.join-for-somebody': ['POST', '/api/console/join'],
  'rights.look-to-join': ['POST', '/api/console/join/look'],
  'rights.looked': ['GET', '/api/rights/looked'],
  'rights.offer-to-join': ['POST', '/api/rights/joined/offer'],
  'rights.part': ['DELETE', '/api/rights/joined/{former}'],
  'rights.part-for-somebody': ['POST', '/api/console/join/part'],
  'rights.permit-copy': ['POST', '/api/rights/copies/{id}/permission'],
  'rights.received': ['GET', '/api/rights/received'],
  'rights.recipients': ['GET', '/api/rights/recipients'],
  'rights.view-joined': ['GET', '/api/rights/joined'],
  'sites.change': ['PUT', '/api/console/sites/{site}'],
  'sites.choices': ['GET', '/api/console/sites/choices'],
  'sites.list': ['GET', '/api/console/sites'],
  'sites.own': ['GET', '/api/people/sites'],
  'sites.register': ['POST', '/api/console/sites'],
  'sites.revoke': ['DELETE', '/api/people/sites/{site}'],
  'sites.rotate-secret': ['POST', '/api/console/sites/{site}/secret'],
  'sites.switch': ['PUT', '/api/console/sites/{site}/state'],
}
