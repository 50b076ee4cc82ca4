// Lets in whoever the configuration lists, by their CurveZMQ keys, and knows afterwards who sent a message.
//
// Once the daemon has a key, all that it binds asks for one: nobody gets in without, not even on this machine. Who
// calls is known by the key, not by a name it gives itself (libzmq's ZAP, RFC 27).
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>
#include <zmq.hpp>

#include "comment/result.hpp"
#include "config/access.hpp"
#include "transport/key_pair.hpp"
#include "transport/mailbox.hpp"

namespace moderato {

// Who sent a message, and what they may do. Without a name: who can't be told from others, since nobody is asked for a
// key, or since it was the daemon that called; they may do everything.
struct Peer {
  std::string name;
  Roles roles = Roles::all();
};

// What to answer who may not do something. Code: access.missing_role.
[[nodiscard]] Error missing_role(const Peer& peer, Role role);

// Has a thread of its own where there are keys. Outlives the sockets it guards; not `context`, to which it belongs.
class Guard {
 public:
  // Gets sentences for the log, at most one in ten seconds. Called from any thread.
  using Complain = std::function<void(const std::string&)>;

  // Whoever has `keys` themselves, or runs the daemon that is, may do everything: so the command line needs no key
  // where it can read the daemon's.
  Guard(zmq::context_t& context, std::optional<KeyPair> keys, const std::vector<ClientSettings>& clients,
        Complain complain);
  ~Guard();
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  [[nodiscard]] bool asks_for_keys() const { return keys_.has_value(); }

  // What `socket` connects to is called in plain where `server_key` is empty, else it must have that key and is shown
  // ours.
  void before_connect(zmq::socket_t& socket, const std::string& server_key) const;
  // What `socket` binds asks for keys. Comes last: what it connected to afterwards would be taken for a caller.
  // `endpoint`: the setting's name. intake.queue and feed.publish, which can't answer, let in only those with the role
  // for it.
  void before_bind(zmq::socket_t& socket, const std::string& endpoint) const;

  // Who sent it. Thread-safe; free of cost without keys.
  [[nodiscard]] Peer peer_of(const zmq::message_t& message) const;

  // Others are let in from now on, with other roles. Thread-safe. A connection that exists stays; what comes over it is
  // judged anew, but a subscriber of the feed goes on reading.
  void replace(const std::vector<ClientSettings>& clients);

  // Says so in the log, unless it has just complained. Thread-safe.
  void complain(const std::string& sentence) const;

 private:
  struct Clients;

  void answer_calls();
  // Who has `key`, when they are let in.
  [[nodiscard]] std::optional<std::string> let_in(std::string_view endpoint, std::string_view from,
                                                  std::string_view key) const;
  [[nodiscard]] std::shared_ptr<const Clients> clients() const;

  std::optional<KeyPair> keys_;
  Complain complain_;
  mutable std::mutex complaining_;
  mutable std::chrono::steady_clock::time_point complained_at_;
  mutable std::uint64_t uncomplained_ = 0;
  mutable std::mutex replacing_;
  std::shared_ptr<const Clients> clients_;
  zmq::socket_t calls_;
  WakeUp wake_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace moderato
