// moderato-filter-host: the process of one isolated filter. moderatod starts it; see core/chain/isolation/messages.hpp.
#include <sys/prctl.h>
#include <sys/socket.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "chain/isolation/messages.hpp"
#include "filter_host/serve.hpp"

namespace {

constexpr int wrong_usage = 64;
constexpr int failed = 1;

bool was_started_by_a_daemon() {
  int type = 0;
  socklen_t size = sizeof type;
  return ::getsockopt(moderato::isolation::first_fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

}  // namespace

int main() {
  if (!was_started_by_a_daemon()) {
    std::fputs(
        "moderato-filter-host runs a filter for moderatod, which starts it by itself (isolation = \"process\").\n",
        stderr);
    return wrong_usage;
  }
  // Ctrl-C and a service that stops reach every process; this one is needed until the daemon has decided what it took
  // in.
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(signal, SIG_IGN);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  try {
    return moderato::serve();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "<3>its process failed: %s\n", error.what());
    return failed;
  }
}
