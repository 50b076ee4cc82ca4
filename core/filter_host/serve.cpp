#include "filter_host/serve.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "chain/filter.hpp"
#include "chain/isolation/arena.hpp"
#include "chain/isolation/log_lines.hpp"
#include "chain/isolation/messages.hpp"
#include "chain/isolation/remote_options.hpp"
#include "chain/isolation/wire.hpp"
#include "chain/plugin.hpp"

namespace moderato {
namespace {

using namespace std::string_view_literals;
using isolation::Arena;
using isolation::ByteReader;
using isolation::ByteWriter;
using isolation::Message;
using isolation::MessageSocket;
using isolation::Requests;
using isolation::Start;

constexpr int not_understood = 2;

// What the daemon opened for this process stays with it.
Fd inherited(int number) {
  ::fcntl(number, F_SETFD, FD_CLOEXEC);
  return Fd{number};
}

struct Channel {
  MessageSocket socket;
  Arena arena;
};

Channel open_channel(MessageSocket socket, std::uint32_t number, const Start& start) {
  const int memory = isolation::first_fd + static_cast<int>(number) * 2 + 1;
  return {std::move(socket), Arena::open(inherited(memory), start.request_bytes, start.answer_bytes)};
}
Channel open_channel(std::uint32_t number, const Start& start) {
  return open_channel(MessageSocket{inherited(isolation::first_fd + static_cast<int>(number) * 2)}, number, start);
}

// Memory of its own, that is: what is mapped from files or shared with the daemon does not count.
void limit_memory([[maybe_unused]] std::uint64_t bytes) {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // their shadow is larger than any limit
  const rlimit limit{bytes, bytes};
  ::setrlimit(RLIMIT_DATA, &limit);
#endif
}

// One write: lines of several threads don't mix.
void write_log(Level level, std::string_view /*filter*/, std::string_view message) {
  const std::string line = isolation::LogLines::line(level, message);
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, line.data(), line.size());
}

// Calls `work` with a reader of what each message of type `what` announces, until the daemon is gone. False when it was
// not understood.
template <class Work>
bool for_each_message(Channel& channel, Message what, Work work) {
  while (true) {
    const auto received = channel.socket.receive();
    if (received.what != MessageSocket::Received::What::message) return true;
    Requests requests;
    if (isolation::type_of(received.message) != what || !isolation::read(received.message, requests) ||
        requests.bytes > channel.arena.requests().size())
      return false;
    ByteReader in{{channel.arena.requests().data(), requests.bytes}};
    if (!work(in, requests.count)) return false;
    if (!channel.socket.send(isolation::to_message(Message::done, requests))) return true;
  }
}

bool answer(RunningFilter& filter, Channel& channel) {
  std::vector<char> room(isolation::largest_answer);
  return for_each_message(channel, Message::check, [&](ByteReader& in, std::uint32_t count) {
    std::vector<moderato_comment> comments;
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) comments.push_back(isolation::decode_comment(in));
    if (!in.ok()) return false;
    std::vector<const moderato_comment*> coming;
    for (const moderato_comment& comment : comments) coming.push_back(&comment);
    const auto shared = filter.expect(coming) / std::max<std::size_t>(coming.size(), 1);

    ByteWriter out{channel.arena.answers()};
    for (std::uint32_t i = 0; i < count; ++i) {
      Answer answer = filter.check(comments[i]);
      answer.took += shared;
      ByteWriter one{room};
      isolation::encode(one, answer);
      if (!one.ok()) return false;
      out.text({room.data(), one.size()});
      if (!out.ok()) return false;
      // In this order: what is done is there to be read, also when the next one ends this process.
      channel.arena.progress().answer_bytes.store(static_cast<std::uint32_t>(out.size()), std::memory_order_release);
      channel.arena.progress().done.store(i + 1, std::memory_order_release);
    }
    return true;
  });
}

bool remember(RunningFilter& filter, Channel& channel) {
  return for_each_message(channel, Message::remember, [&](ByteReader& in, std::uint32_t count) {
    std::vector<moderato_comment> erased;
    const auto forget = [&] {
      std::vector<const moderato_comment*> comments;
      for (const moderato_comment& comment : erased) comments.push_back(&comment);
      if (!comments.empty()) filter.forget(comments);
      erased.clear();
    };
    for (std::uint32_t i = 0; i < count; ++i) {
      auto decoded = isolation::decode_decision(in);
      if (!in.ok()) return false;
      if (decoded.decision.action == isolation::erased_action) {
        erased.push_back(decoded.comment);
      } else {
        forget();
        filter.remember(decoded.get());
      }
      channel.arena.progress().done.store(i + 1, std::memory_order_release);
    }
    forget();
    return true;
  });
}

isolation::Started description(RunningFilter& filter) {
  const moderato_plugin_v1& table = filter.plugin().table();
  const Lookback back = filter.lookback();
  return {.content_hash = filter.plugin().content_hash(),
          .abi_major = table.abi_major,
          .abi_minor = table.abi_minor,
          .flags = filter.flags(),
          .build = table.build != nullptr ? table.build : "",
          .name = table.name,
          .version = table.version,
          .summary = table.summary,
          .remembers = filter.remembers(),
          .lookback_microseconds = back.time.count(),
          .lookback_decisions = back.decisions};
}

// What the daemon has no end of is its own ends of the other channels: they close when it goes, and the threads end.
int run(const Start& start, RunningFilter& filter, Channel& control) {
  bool understood = true;
  std::vector<Channel> channels;
  const bool concurrent = (filter.flags() & MODERATO_CONCURRENT) != 0;
  for (std::uint32_t i = 1; i <= (concurrent ? start.channels : 1); ++i) channels.push_back(open_channel(i, start));
  {
    std::vector<std::jthread> threads;
    for (Channel& channel : channels)
      threads.emplace_back([&] {
        if (!answer(filter, channel)) ::_exit(not_understood);
      });
    if (!control.socket.send(isolation::to_message(description(filter)))) return 0;
    understood = remember(filter, control);
    if (!understood) ::_exit(not_understood);
  }
  return 0;
}

}  // namespace

int serve() {
  MessageSocket socket{inherited(isolation::first_fd)};
  const auto first = socket.receive();
  Start start;
  if (first.what != MessageSocket::Received::What::message) return 0;
  if (!isolation::read(first.message, start)) return not_understood;
  const auto fail = [&](bool loaded, const std::string& why) {
    return socket.send(isolation::to_message(isolation::Failed{loaded, why})) ? 1 : 0;
  };
  if (start.protocol != isolation::protocol)
    return fail(true, "moderatod and moderato-filter-host are of different versions; install both anew, and restart");
  limit_memory(start.memory_limit);

  const auto plugin = Plugin::load(start.plugin_file);
  if (!plugin) return fail(false, plugin.error().message);
  std::unique_ptr<RunningFilter> filter;
  {
    const isolation::RemoteOptions options{socket};
    auto created = RunningFilter::create(start.name, *plugin, options.raw(), start.secret, write_log);
    if (!created) return fail(true, created.error().message);
    filter = std::move(*created);
  }
  Channel control = open_channel(std::move(socket), 0, start);
  return run(start, *filter, control);
}

}  // namespace moderato
