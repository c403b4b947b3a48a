/** Sends the files that the traveller chose, one at a time, and tells how far each has come. */
import { endpoint } from "./address.js";
import { Refused } from "./api.js";

/** Bytes; what is larger the server would refuse only after all of it was sent. */
const LIMIT = 10 * 1024 * 1024;

/** What the server keeps; the server looks inside, this only helps to choose. */
export const KEPT = "image/jpeg,image/png,image/webp,image/gif,application/pdf,audio/ogg,audio/mpeg,audio/mp4,video/mp4,.m4a,.ogg,.opus";

export class Uploads {
  #conversation;
  #sending = false;

  constructor(conversation) {
    this.#conversation = conversation;
  }

  /** Sends what waits, as soon as there is a conversation to send it to. Cheap to call at any time. */
  async deliver() {
    if (this.#sending || !this.#conversation.session) return;
    this.#sending = true;
    try {
      for (let item; (item = this.#conversation.nextToUpload); ) await this.#send(item);
    } finally {
      this.#sending = false;
    }
  }

  async #send(item) {
    const conversation = this.#conversation;
    if (item.file.size > LIMIT) return conversation.refuse(item.client_id, "file_too_large");
    try {
      const told = (progress) => conversation.progress(item.client_id, progress);
      const { offset } = await post(conversation.session.token, item, told);
      conversation.confirm(item.client_id, offset);
    } catch (error) {
      conversation.refuse(item.client_id, error.text);
    }
    return undefined;
  }
}

/** `fetch` does not tell how much of a body has been sent. */
function post(token, { client_id: clientId, file }, progress) {
  const request = new XMLHttpRequest();
  request.open("POST", endpoint(`files?client_id=${clientId}`));
  request.responseType = "json";
  request.setRequestHeader("Authorization", `Bearer ${token}`);
  request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
  request.upload.onprogress = ({ loaded, total }) => progress(loaded / (total || 1));
  return new Promise((resolve, reject) => {
    request.onload = () => (request.status === 202 ? resolve(request.response)
      : reject(new Refused(request.status, request.response?.error)));
    request.onerror = request.ontimeout = request.onabort = () => reject(new Refused(0));
    request.send(file);
  });
}
