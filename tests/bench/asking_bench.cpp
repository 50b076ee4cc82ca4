// Filters that ask somebody outside the daemon: one comment after the other, by the clock on the wall, since most of it
// is spent on the other side.
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "chain/chain_set.hpp"
#include "config/load.hpp"
#include "measures.hpp"
#include "process.hpp"
#include "support/temporary_folder.hpp"

namespace moderato::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::size_t most_comments = 20'000;

// A moderation service that has no opinion on anything, for one connection.
class Service {
 public:
  Service() : acceptor_(io_, tcp::endpoint{asio::ip::address_v4::loopback(), 0}), thread_([this] { serve(); }) {}

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/";
  }

 private:
  void serve() {
    boost::system::error_code ended;
    tcp::socket socket = acceptor_.accept(ended);
    if (ended) return;
    socket.set_option(tcp::no_delay{true});
    std::string request;
    while (true) {
      const std::size_t head = asio::read_until(socket, asio::dynamic_buffer(request), "\r\n\r\n", ended);
      if (ended) return;
      constexpr std::string_view name = "Content-Length: ";
      const std::size_t body = std::strtoul(request.c_str() + request.find(name) + name.size(), nullptr, 10);
      if (request.size() < head + body)
        asio::read(socket, asio::dynamic_buffer(request), asio::transfer_exactly(head + body - request.size()), ended);
      if (ended) return;
      request.erase(0, head + body);
      asio::write(socket, asio::buffer(std::string_view{"HTTP/1.1 204 No Content\r\n\r\n"}), ended);
    }
  }

  asio::io_context io_;
  tcp::acceptor acceptor_;
  std::jthread thread_;
};

double judge(const Corpus& corpus, const std::filesystem::path& folder, const std::string& toml) {
  auto loaded = parse_settings(toml, folder / "bench.toml");
  if (const auto* problems = std::get_if<Problems>(&loaded)) throw std::runtime_error(problems->front().text());
  auto built = ChainSet::build(std::get<Settings>(loaded), {{build_folder() / "lib" / "moderato" / "plugins"},
                                                            build_folder() / "share" / "moderato",
                                                            {7},
                                                            [](Level, std::string_view, std::string_view) {}});
  if (const auto* problems = std::get_if<Problems>(&built)) throw std::runtime_error(problems->front().text());
  const Chain& chain = std::get<std::unique_ptr<ChainSet>>(built)->for_site("");
  const std::size_t count = std::min(corpus.frames.size(), most_comments);
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < count; ++i) {
    const auto comment = parse_comment(corpus.frames[i], {});
    const Judgement judgement = chain.judge(to_abi(*comment, now(), 0));
    if (judgement.reasons.front().error) throw std::runtime_error(judgement.reasons.front().finding.message);
  }
  return static_cast<double>(count) / std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

std::vector<Figure> measure_asking(const Corpus& corpus) {
  const TemporaryFolder folder;
  std::ofstream{folder.path() / "secret"} << "a secret\n";
  std::filesystem::permissions(folder.path() / "secret", std::filesystem::perms::owner_read);
  double external = 0;
  {
    const Service service;
    external = judge(corpus, folder.path(),
                     "[chain]\nfilters = [\"external\"]\n[filter.external]\ntimeout_ms = 60_000\nurl = \"" +
                         service.url() + "\"\nsecret = { file = \"secret\" }\n");
  }
  const double remote = judge(
      corpus, folder.path(),
      "[chain]\nfilters = [\"remote\"]\n[filter.remote]\ntimeout_ms = 20_000\ncommand = [\"python3\"]\nprogram = \"" +
          std::string{BENCH_PROGRAM} + "\"\n");
  return {
      {"asking_external", external, "comments/s", std::nullopt, true, "one at a time, of a service on this machine"},
      {"asking_remote", remote, "comments/s", std::nullopt, true, "one at a time, of a program in Python"}};
}

}  // namespace moderato::bench
