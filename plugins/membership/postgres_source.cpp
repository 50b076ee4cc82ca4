#include "postgres_source.hpp"

#include <libpq-fe.h>

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "moderato/token/key_file.hpp"
#include "postgres_pool.hpp"

namespace moderato::membership {
namespace {

class PostgresSource final : public Source {
 public:
  PostgresSource(PostgresSettings settings, std::size_t connections, Host host, const Reading& reading)
      : reading_(reading),
        by_site_(settings.query.find("$2") != std::string::npos),
        pool_(std::move(settings), connections, host) {}

  [[nodiscard]] bool by_site() const override { return by_site_; }

  Member find(const Comment& comment) override {
    if (is_nobodys(comment.author_id())) return {};
    return reading_.member(pool_.find(comment.author_id(), comment.site()));
  }

  std::vector<std::optional<Member>> find_all(std::span<const Comment> comments) override {
    std::vector<std::optional<Member>> found(comments.size());
    std::vector<PostgresConnection::Asked> asked;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < comments.size(); ++i) {
      if (is_nobodys(comments[i].author_id())) continue;
      asked.push_back({comments[i].author_id(), comments[i].site()});
      places.push_back(i);
    }
    const auto rows = pool_.find_all(asked);
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i]) found[places[i]] = reading_.member(*rows[i]);
    return found;
  }

 private:
  // libpq's text ends at a NUL, so such an id could pass for another one.
  static bool is_nobodys(std::string_view author) { return author.find('\0') != std::string_view::npos; }

  const Reading& reading_;
  bool by_site_;
  PostgresPool pool_;
};

// The connection string, checked. What libpq says of a broken one may quote a password, so it isn't repeated.
std::string connection_option(Options& options) {
  std::string connection = options.string("connection", "");
  char* message = nullptr;
  PQconninfoOption* parsed = PQconninfoParse(connection.c_str(), &message);
  PQfreemem(message);
  if (parsed == nullptr) {
    options.refuse("connection",
                   "is no connection string of libpq; write \"host=localhost dbname=site user=moderato\"");
    return {};
  }
  for (const PQconninfoOption* each = parsed; each->keyword != nullptr; ++each)
    if (std::string_view{each->keyword} == "password" && each->val != nullptr)
      options.refuse("connection", "holds a password; give it in password or password_file");
  PQconninfoFree(parsed);
  return connection;
}

}  // namespace

std::unique_ptr<Source> make_postgres_source(Options& options, const Reading& reading) {
  PostgresSettings settings;
  settings.connection = connection_option(options);
  settings.password = options.string("password", "");
  if (const std::string file = options.path("password_file", ""); !file.empty()) {
    if (!settings.password.empty()) options.refuse("password_file", "can't be used beside password");
    try {
      settings.password = token::read_secret(file);
    } catch (const std::runtime_error& error) {
      options.refuse("password_file", error.what());
    }
  }
  settings.query = options.string("query", "SELECT status, expires_at, role FROM members WHERE id = $1");
  settings.connect_timeout = std::chrono::milliseconds{options.integer("connect_timeout_ms", 1000, 10, 60'000)};
  settings.query_timeout = std::chrono::milliseconds{options.integer("query_timeout_ms", 500, 10, 60'000)};
  const auto connections = static_cast<std::size_t>(options.integer("connections", 4, 1, 64));
  try {
    return std::make_unique<PostgresSource>(std::move(settings), connections, options.host(), reading);
  } catch (const PostgresQueryError& error) {
    options.refuse("query", error.what());
    return nullptr;
  }
}

}  // namespace moderato::membership
