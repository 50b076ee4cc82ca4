#include "transport/socket.hpp"

#include <cerrno>

#include "transport/local_socket.hpp"

namespace moderato {
namespace {

std::string cause(const zmq::error_t& error, const std::string& address) {
  if (error.num() == EADDRINUSE) return "the address is in use; is another moderatod running?";
  if (error.num() == EACCES) return "not allowed";
  if (error.num() == ENODEV || error.num() == EADDRNOTAVAIL) return "this machine has no such address";
  if (error.num() == ENOENT && address.starts_with("ipc://")) return "the folder does not exist";
  return error.what();
}

}  // namespace

zmq::context_t frugal_context() {
  // ZMQ_ZERO_COPY_RECV, in libzmq since 4.3.0; its header names it for those alone who build with drafts.
  constexpr int zero_copy_receive = 10;
  zmq::context_t context{1};
  context.set(static_cast<zmq::ctxopt>(zero_copy_receive), 0);
  return context;
}

Result<void> open_endpoints(zmq::socket_t& socket, const Endpoints& endpoints, const std::string& name,
                            const Guard& guard) {
  // A peer whose machine vanished says nothing; the kernel asks after it, and the connection ends within 3 minutes.
  socket.set(zmq::sockopt::tcp_keepalive, 1);
  socket.set(zmq::sockopt::tcp_keepalive_idle, 120);
  socket.set(zmq::sockopt::tcp_keepalive_intvl, 15);
  socket.set(zmq::sockopt::tcp_keepalive_cnt, 4);
  // A socket's options hold for what it connects to and binds later.
  guard.before_connect(socket, endpoints.server_key);
  for (const std::string& address : endpoints.connect) {
    try {
      socket.connect(address);
    } catch (const zmq::error_t& error) {
      return Error{"transport.cannot_connect", name + ": can't call " + address + ": " + cause(error, address)};
    }
  }
  guard.before_bind(socket, name);
  for (const std::string& address : endpoints.bind) {
    try {
      if (has_file(address)) {
        const auto bound = bind_file(socket, address, endpoints.ipc_mode);
        if (!bound)
          return Error{bound.error().code, name + ": can't listen on " + address + ": " + bound.error().message};
      } else {
        socket.bind(address);
      }
    } catch (const zmq::error_t& error) {
      return Error{"transport.cannot_bind", name + ": can't listen on " + address + ": " + cause(error, address)};
    }
  }
  return {};
}

void let_come_back(zmq::socket_t& router, const Guard& guard) {
  router.set(zmq::sockopt::router_handover, !guard.asks_for_keys());
}

void close_endpoints(zmq::socket_t& socket, const Endpoints& endpoints) {
  // A wildcard address is bound under another name; closing the socket ends it as well.
  for (const std::string& address : endpoints.bind) zmq_unbind(socket.handle(), address.c_str());
  for (const std::string& address : endpoints.connect) zmq_disconnect(socket.handle(), address.c_str());
}

// A message arrives whole, so its other frames are there. Only the first few are kept: no message of ours has more.
std::vector<zmq::message_t> receive_rest(zmq::socket_t& socket) {
  constexpr std::size_t most_frames = 7;
  std::vector<zmq::message_t> frames;
  for (bool more = true; more;) {
    zmq::message_t next;
    if (!socket.recv(next, zmq::recv_flags::none)) break;
    more = next.more();
    if (frames.size() < most_frames) frames.push_back(std::move(next));
  }
  return frames;
}

std::optional<std::vector<zmq::message_t>> receive(zmq::socket_t& socket) {
  zmq::message_t first;
  if (!socket.recv(first, zmq::recv_flags::dontwait)) return std::nullopt;
  std::vector<zmq::message_t> frames;
  if (first.more()) frames = receive_rest(socket);
  frames.insert(frames.begin(), std::move(first));
  return frames;
}

std::optional<Letter> receive_letter(zmq::socket_t& router) {
  zmq::message_t client;
  if (!router.recv(client, zmq::recv_flags::dontwait)) return std::nullopt;
  Letter letter;
  letter.from.client = view(client);
  if (client.more()) letter.frames = receive_rest(router);
  letter.from.empty_frame = !letter.frames.empty() && letter.frames.front().empty();
  if (letter.from.empty_frame) letter.frames.erase(letter.frames.begin());
  return letter;
}

bool send_letter(zmq::socket_t& router, const ReturnAddress& to, const std::vector<std::string_view>& frames) {
  const auto flags = zmq::send_flags::dontwait;
  try {
    if (!router.send(zmq::buffer(to.client), flags | zmq::send_flags::sndmore)) return false;
    if (to.empty_frame) router.send(zmq::message_t{}, flags | zmq::send_flags::sndmore);
    for (std::size_t i = 0; i < frames.size(); ++i)
      router.send(zmq::buffer(frames[i]), i + 1 < frames.size() ? flags | zmq::send_flags::sndmore : flags);
    return true;
  } catch (const zmq::error_t&) {  // ROUTER_MANDATORY: the client is gone
    return false;
  }
}

}  // namespace moderato
