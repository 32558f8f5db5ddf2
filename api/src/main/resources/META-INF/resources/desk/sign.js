// Signs a clinician's decision in the browser: the private key is imported by WebCrypto and never leaves the page.
// What is signed is the statement as JSON, its fields in this order, without spaces: the bytes that the api verifies.
const SIGNED_FIELDS = ['decision', 'evaluationReportSha256', 'mergedModelSha256', 'run', 'signedAt', 'signer'];

// An Ed25519 public key in X.509 form is these bytes and the key (RFC 8410, section 4).
const X509_PREFIX = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

const form = document.getElementById('form');
const answer = document.getElementById('answer');
const button = form.querySelector('button');

class Trouble extends Error {}

function say(text, tone) {
  answer.className = tone ? 'outcome tone-' + tone : '';
  answer.textContent = text;
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function base64Of(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}

function hexOf(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function readKey(file) {
  const pem = await file.text();
  const body = pem.match(/-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/);
  if (!body) {
    throw new Trouble(file.name + ' holds no private key: expected the file NAME.pem that was made with your key pair.');
  }
  try {
    const key = await crypto.subtle.importKey(
        'pkcs8', bytesOf(body[1].replace(/\s/g, '')), {name: 'Ed25519'}, true, ['sign']);
    const publicKey = bytesOf((await crypto.subtle.exportKey('jwk', key)).x.replace(/-/g, '+').replace(/_/g, '/'));
    const x509 = new Uint8Array([...X509_PREFIX, ...publicKey]);
    return {key, fingerprint: hexOf(await crypto.subtle.digest('SHA-256', x509))};
  } catch (problem) {
    if (problem.name === 'NotSupportedError') {
      throw new Trouble('This browser cannot sign with Ed25519; Chrome 137, Firefox 129, Safari 17 and later can.'
          + ' Or sign with ./residency sign-off ' + form.dataset.run + ' --as YOUR-NAME.');
    }
    throw new Trouble(file.name + ' is no Ed25519 private key.');
  }
}

async function signed(fields) {
  const {key, fingerprint} = await readKey(fields.get('key'));
  const statement = {
    run: form.dataset.run,
    evaluationReportSha256: form.dataset.report,
    mergedModelSha256: form.dataset.model,
    decision: fields.get('decision'),
    signer: fields.get('signer'),
    // Whole seconds: Java and JavaScript write fractions differently.
    signedAt: new Date().toISOString().slice(0, 19) + 'Z',
  };
  const bytes = new TextEncoder().encode(JSON.stringify(statement, SIGNED_FIELDS));
  return {
    statement,
    keyFingerprint: fingerprint,
    signature: base64Of(await crypto.subtle.sign({name: 'Ed25519'}, key, bytes)),
  };
}

async function send(statement) {
  let response;
  try {
    response = await fetch('/runs/' + encodeURIComponent(form.dataset.run) + '/sign-off', {
      method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(statement),
    });
  } catch (problem) {
    throw new Trouble('The server did not answer; nothing may have been recorded. Sign again: it counts once.');
  }
  const body = await response.json();
  if (!response.ok) {
    throw new Trouble('Not recorded: ' + body.error);
  }
  return body;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  try {
    if (!window.isSecureContext) {
      throw new Trouble('Browsers sign only on pages that came by https, or from this very machine: open the page by https.');
    }
    say('Signing…');
    const receipt = await send(await signed(new FormData(form)));
    const approved = receipt.decision === 'APPROVED';
    say(approved
        ? 'Recorded. You approved; ' + receipt.approvals + ' of ' + receipt.requiredApprovals + ' approvals are there.'
        : 'Recorded. You refused: the run ends, and the model is not served.', approved ? 'good' : 'unsure');
    form.querySelectorAll('input, select').forEach((field) => { field.disabled = true; });
  } catch (problem) {
    button.disabled = false;
    say(problem instanceof Trouble ? problem.message : 'Signing failed: ' + problem.message, 'bad');
  }
});
