#include "transport/guard.hpp"

#include <array>
#include <unordered_map>
#include <utility>

namespace moderato {
namespace {

constexpr std::size_t key_bytes = 32;

// As libzmq hands them over: not in Z85. The keys are such: the settings were checked.
std::string binary(const std::string& key) {
  std::array<std::uint8_t, key_bytes> bytes{};
  if (zmq_z85_decode(bytes.data(), key.c_str()) == nullptr) throw zmq::error_t{};
  return {bytes.begin(), bytes.end()};
}

std::string z85(std::string_view key) {
  std::array<char, key_bytes / 4 * 5 + 1> text{};
  if (key.size() != key_bytes ||
      zmq_z85_encode(text.data(), reinterpret_cast<const std::uint8_t*>(key.data()), key.size()) == nullptr)
    return "(none)";
  return text.data();
}

// The role without which one is not even let in; at the other endpoints each message is looked at, and answered.
std::optional<Role> role_to_enter(std::string_view endpoint) {
  if (endpoint == "intake.queue") return Role::submit;
  if (endpoint == "feed.publish") return Role::feed;
  return std::nullopt;
}

// No client can be called that.
constexpr std::string_view the_daemon = "(the daemon's own key)";

}  // namespace

Error missing_role(const Peer& peer, Role role) {
  return {"access.missing_role", "client \"" + peer.name + "\" lacks the role \"" + std::string{name_of(role)} +
                                     "\" (roles in access.client." + peer.name + " of the daemon's configuration)"};
}

struct Guard::Clients {
  std::unordered_map<std::string, Peer> by_key;
  std::unordered_map<std::string, Roles> by_name;

  Clients(const std::vector<ClientSettings>& listed, const std::string& own_key) {
    for (const ClientSettings& each : listed) add(each.key, {each.name, each.roles});
    add(own_key, {std::string{the_daemon}, Roles::all()});
  }
  void add(const std::string& key, const Peer& peer) {
    by_key.insert_or_assign(binary(key), peer);
    by_name.insert_or_assign(peer.name, peer.roles);
  }
};

Guard::Guard(zmq::context_t& context, std::optional<KeyPair> keys, const std::vector<ClientSettings>& clients,
             Complain complain)
    : keys_(std::move(keys)), complain_(std::move(complain)) {
  if (!keys_) return;
  replace(clients);
  calls_ = zmq::socket_t{context, zmq::socket_type::rep};
  calls_.set(zmq::sockopt::linger, 0);
  calls_.bind("inproc://zeromq.zap.01");
  thread_ = std::thread{[this] { answer_calls(); }};
}

Guard::~Guard() {
  stopping_ = true;
  wake_.ring();
  if (thread_.joinable()) thread_.join();
}

void Guard::before_connect(zmq::socket_t& socket, const std::string& server_key) const {
  if (!keys_ || server_key.empty()) return;
  socket.set(zmq::sockopt::curve_serverkey, server_key);
  socket.set(zmq::sockopt::curve_publickey, keys_->public_key);
  socket.set(zmq::sockopt::curve_secretkey, keys_->secret.reveal());
}

void Guard::before_bind(zmq::socket_t& socket, const std::string& endpoint) const {
  if (!keys_) return;
  socket.set(zmq::sockopt::curve_server, true);
  socket.set(zmq::sockopt::curve_secretkey, keys_->secret.reveal());
  // libzmq asks us only where there is a domain; were `calls_` not bound, it would let everybody in.
  socket.set(zmq::sockopt::zap_domain, endpoint);
}

Peer Guard::peer_of(const zmq::message_t& message) const {
  if (!keys_) return {};
  const char* const name = zmq_msg_gets(message.handle(), "User-Id");
  if (name == nullptr) return {};
  const auto known = clients();
  const auto found = known->by_name.find(name);
  return {name, found == known->by_name.end() ? Roles{} : found->second};
}

void Guard::replace(const std::vector<ClientSettings>& clients) {
  if (!keys_) return;
  auto made = std::make_shared<const Clients>(clients, keys_->public_key);
  const std::lock_guard lock{replacing_};
  clients_.swap(made);
}

std::shared_ptr<const Guard::Clients> Guard::clients() const {
  const std::lock_guard lock{replacing_};
  return clients_;
}

void Guard::complain(const std::string& sentence) const {
  constexpr std::chrono::seconds pause{10};
  const std::lock_guard lock{complaining_};
  const auto now = std::chrono::steady_clock::now();
  if (complained_at_ != std::chrono::steady_clock::time_point{} && now - complained_at_ < pause) {
    ++uncomplained_;
    return;
  }
  complained_at_ = now;
  const std::uint64_t unsaid = std::exchange(uncomplained_, 0);
  complain_(unsaid == 0 ? sentence
                        : sentence + " (and " + std::to_string(unsaid) + " others since the last such line)");
}

std::optional<std::string> Guard::let_in(std::string_view endpoint, std::string_view from, std::string_view key) const {
  const auto turned_away = [&](const std::string& why) {
    complain("turned away at " + std::string{endpoint} + ": " + std::string{from} + ", " + why);
    return std::nullopt;
  };
  const auto known = clients();
  const auto found = known->by_key.find(std::string{key});
  if (found == known->by_key.end()) return turned_away("whose key no access.client has: " + z85(key));
  const Peer& peer = found->second;
  const auto needed = role_to_enter(endpoint);
  if (needed && !peer.roles.has(*needed)) return turned_away(missing_role(peer, *needed).message);
  return peer.name;
}

// A request: version, request id, domain, address, routing id, mechanism, credentials. The answer: version, request id,
// status, its text, user id, metadata.
void Guard::answer_calls() {
  while (true) {
    std::array<zmq::pollitem_t, 2> items{{{calls_.handle(), 0, ZMQ_POLLIN, 0}, {nullptr, wake_.fd(), ZMQ_POLLIN, 0}}};
    zmq::poll(items.data(), items.size(), std::chrono::milliseconds{-1});
    if (stopping_) return;
    std::vector<std::string> request;
    zmq::message_t frame;
    do {
      if (!calls_.recv(frame, request.empty() ? zmq::recv_flags::dontwait : zmq::recv_flags::none)) break;
      request.push_back(frame.to_string());
    } while (frame.more());
    if (request.empty()) continue;
    constexpr std::size_t frames = 7;
    const bool by_key = request.size() == frames && request[5] == "CURVE";
    const auto name = by_key ? let_in(request[2], request[3], request[6]) : std::nullopt;
    const std::array<std::string, 6> answer{"1.0",
                                            request.size() > 1 ? request[1] : std::string{},
                                            name ? "200" : "400",
                                            name ? "OK" : "not let in",
                                            name.value_or(""),
                                            ""};
    for (std::size_t i = 0; i < answer.size(); ++i)
      calls_.send(zmq::buffer(answer[i]), i + 1 < answer.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
  }
}

}  // namespace moderato
