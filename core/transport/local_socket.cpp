#include "transport/local_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "config/fd.hpp"

namespace moderato {
namespace {

constexpr std::string_view ipc = "ipc://";

// Not let through by the process's umask while this lives.
class Umask {
 public:
  explicit Umask(mode_t mask) : before_(::umask(mask)) {}
  ~Umask() { ::umask(before_); }
  Umask(const Umask&) = delete;
  Umask& operator=(const Umask&) = delete;

 private:
  mode_t before_;
};

// Nobody is behind a socket that refuses a connection; all other answers leave the question open.
bool is_left_behind(const std::string& path) {
  const Fd fd{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  sockaddr_un address{};
  if (!fd || path.size() >= sizeof address.sun_path) return false;
  address.sun_family = AF_UNIX;
  std::ranges::copy(path, std::begin(address.sun_path));
  return ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno == ECONNREFUSED;
}

}  // namespace

bool has_file(const std::string& address) {
  return address.starts_with(ipc) && address != "ipc://*" && !address.starts_with("ipc://@");
}

Result<void> bind_file(zmq::socket_t& socket, const std::string& address, unsigned mode) {
  const std::string path = address.substr(ipc.size());
  // libzmq removes whatever is there, so that is looked at first.
  struct stat there {};
  if (::lstat(path.c_str(), &there) == 0) {
    if (!S_ISSOCK(there.st_mode))
      return Error{"transport.cannot_bind", "a file is there that is no socket; name another path or move it away"};
    if (!is_left_behind(path))
      return Error{"transport.cannot_bind", "somebody listens there; is another moderatod running?"};
  }
  {
    // What other threads make meanwhile is never open to more than they meant.
    const Umask owner_only{0177};
    socket.bind(address);
  }
  if (::chmod(path.c_str(), mode) != 0)
    return Error{"transport.cannot_bind", "its mode can't be changed: " + std::generic_category().message(errno)};
  return {};
}

}  // namespace moderato
