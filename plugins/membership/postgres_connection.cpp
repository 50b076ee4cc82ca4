#include "postgres_connection.hpp"

#include <poll.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace moderato::membership {
namespace {

constexpr const char* statement_name = "moderato_member";

// libpq's and the server's messages are lines; only the first one is wanted in a sentence.
std::string first_line(const char* message) {
  const std::string_view text = message ? message : "";
  return std::string{text.substr(0, text.find('\n'))};
}

std::string_view sqlstate(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state ? state : "";
}

bool succeeded(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

std::string explain(const PGresult* result) {
  const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return primary ? first_line(primary) : first_line(PQresultErrorMessage(result));
}

}  // namespace

PostgresConnection::PostgresConnection(const PostgresSettings& settings) {
  const Deadline deadline = std::chrono::steady_clock::now() + settings.connect_timeout;
  try {
    connect(settings, deadline);
    prepare(settings, deadline);
  } catch (const PostgresTimeout&) {
    throw PostgresAway("it did not answer within " + std::to_string(settings.connect_timeout.count()) + " ms");
  }
}

std::string PostgresConnection::says() const {
  return first_line(PQerrorMessage(connection_.get()));
}

void PostgresConnection::wait(short events, Deadline deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) throw PostgresTimeout("the server did not answer in time");
    pollfd socket{PQsocket(connection_.get()), events, 0};
    const int ready = ::poll(&socket, 1, static_cast<int>(left.count()));
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) throw PostgresAway(std::string{"can't wait for it: "} + std::strerror(errno));
  }
}

void PostgresConnection::connect(const PostgresSettings& settings, Deadline deadline) {
  // Later values win, and `dbname` is expanded as a whole connection string.
  const char* password = settings.password.empty() ? nullptr : settings.password.c_str();
  const std::array names{"fallback_application_name", "dbname", "client_encoding", "password",
                         static_cast<const char*>(nullptr)};
  const std::array values{"moderato", settings.connection.c_str(), "UTF8", password, static_cast<const char*>(nullptr)};
  connection_.reset(PQconnectStartParams(names.data(), values.data(), 1));
  if (connection_ == nullptr) throw PostgresAway("out of memory");
  // What a server has to say is in its error messages; libpq's own notices would go to our standard error.
  PQsetNoticeReceiver(
      connection_.get(), [](void*, const PGresult*) {}, nullptr);
  if (PQstatus(connection_.get()) == CONNECTION_BAD) throw PostgresAway(says());
  for (PostgresPollingStatusType next = PGRES_POLLING_WRITING; next != PGRES_POLLING_OK;
       next = PQconnectPoll(connection_.get())) {
    if (next == PGRES_POLLING_FAILED) throw PostgresAway(says());
    wait(next == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline);
  }
  if (PQsetnonblocking(connection_.get(), 1) != 0) throw PostgresAway(says());
}

void PostgresConnection::prepare(const PostgresSettings& settings, Deadline deadline) {
  // The server gives a query up when we do, so that slow ones don't pile up there.
  const std::string session = "SET statement_timeout = " + std::to_string(settings.query_timeout.count()) +
                              "; SET default_transaction_read_only = on; SET datestyle = 'ISO'; SET timezone = 'UTC'";
  PGconn* connection = connection_.get();
  Result set = result(PQsendQuery(connection, session.c_str()) != 0, deadline);
  if (!succeeded(set.get())) throw PostgresAway(explain(set.get()));

  const Result prepared =
      result(PQsendPrepare(connection, statement_name, settings.query.c_str(), 0, nullptr) != 0, deadline);
  if (!succeeded(prepared.get())) {
    // 57xxx: shutting down or cancelled, 53xxx: out of something. That passes; anything else lies in the query.
    const std::string_view state = sqlstate(prepared.get());
    if (state.starts_with("57") || state.starts_with("53")) throw PostgresAway(explain(prepared.get()));
    throw PostgresQueryError("the query does not work: " + explain(prepared.get()));
  }
  const Result shape = result(PQsendDescribePrepared(connection, statement_name) != 0, deadline);
  if (!succeeded(shape.get())) throw PostgresAway(explain(shape.get()));
  parameters_ = PQnparams(shape.get());
  if (parameters_ < 1 || parameters_ > 2)
    throw PostgresQueryError("the query takes " + std::to_string(parameters_) +
                             " parameters; it needs $1, the author's id, and may take $2, the site");
  for (int i = 0; i < PQnfields(shape.get()); ++i) {
    const std::string name = lower(PQfname(shape.get(), i));
    if (name == "status") status_ = i;
    if (name == "expires_at") expires_at_ = i;
    if (name == "role") role_ = i;
  }
  if (status_ < 0) throw PostgresQueryError("the query returns no column named status");
}

PostgresConnection::Result PostgresConnection::result(bool sent, Deadline deadline) {
  PGconn* connection = connection_.get();
  if (!sent) throw PostgresAway(says());
  busy_ = true;
  flush(deadline);
  Result last = last_result(deadline);
  busy_ = false;
  if (last == nullptr || PQstatus(connection) == CONNECTION_BAD) throw PostgresAway(says());
  return last;
}

void PostgresConnection::flush(Deadline deadline) {
  int unsent = 0;
  while ((unsent = PQflush(connection_.get())) == 1) {
    wait(POLLIN | POLLOUT, deadline);
    if (PQconsumeInput(connection_.get()) == 0) throw PostgresAway(says());
  }
  if (unsent < 0) throw PostgresAway(says());
}

// Null behind the last one of a query.
PostgresConnection::Result PostgresConnection::next_result(Deadline deadline) {
  while (PQisBusy(connection_.get()) != 0) {
    wait(POLLIN, deadline);
    if (PQconsumeInput(connection_.get()) == 0) throw PostgresAway(says());
  }
  return Result{PQgetResult(connection_.get())};
}

// Of one query, or its first error. Null when the connection is lost.
PostgresConnection::Result PostgresConnection::last_result(Deadline deadline) {
  Result last;
  while (Result next = next_result(deadline))
    if (last == nullptr || succeeded(last.get())) last = std::move(next);
  return last;
}

bool PostgresConnection::send(std::string_view author, std::string_view site) {
  const std::string author_text{author};
  const std::string site_text{site};
  const std::array values{author_text.c_str(), site_text.c_str()};
  return PQsendQueryPrepared(connection_.get(), statement_name, parameters_, values.data(), nullptr, nullptr, 0) != 0;
}

Row PostgresConnection::find(std::string_view author, std::string_view site, Deadline deadline) {
  return row_of(result(send(author, site), deadline).get());
}

// Pipelined (https://www.postgresql.org/docs/current/libpq-pipeline-mode.html), and each query with a sync of its own,
// so that an error is of that one alone.
void PostgresConnection::find_all(std::span<const Asked> asked, std::chrono::milliseconds time,
                                  const std::function<void(std::optional<Row>)>& found) {
  PGconn* connection = connection_.get();
  busy_ = true;
  if (PQenterPipelineMode(connection) == 0) throw PostgresAway(says());
  for (const Asked& each : asked)
    if (!send(each.author, each.site) || PQpipelineSync(connection) == 0) throw PostgresAway(says());
  const auto deadline = [time] { return std::chrono::steady_clock::now() + time; };
  flush(deadline());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const Result result = last_result(deadline());
    const Result sync = next_result(deadline());
    if (result == nullptr || sync == nullptr || PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC)
      throw PostgresAway(says());
    std::optional<Row> row;
    try {
      row = row_of(result.get());
    } catch (const PostgresTimeout&) {
      throw;  // or many slow ones would add up
    } catch (const PostgresAway&) {
      throw;
    } catch (const std::runtime_error&) {  // NOLINT(bugprone-empty-catch): who asks for it alone is told why
    }
    found(std::move(row));
  }
  if (PQexitPipelineMode(connection) == 0) throw PostgresAway(says());
  busy_ = false;
}

Row PostgresConnection::row_of(const PGresult* found) const {
  if (!succeeded(found)) {
    const std::string_view state = sqlstate(found);
    // Not a number, a number too large, not the server's encoding: no member can have this id.
    if (state == "22P02" || state == "22003" || state == "22021") return {};
    if (state == "57014") throw PostgresTimeout("the server gave the query up");
    if (state.starts_with("57P")) throw PostgresAway(explain(found));
    throw std::runtime_error("the lookup in PostgreSQL failed: " + explain(found));
  }
  Row row;
  if (PQntuples(found) == 0) return row;
  const auto text = [&](int column) -> std::optional<std::string> {
    if (column < 0 || PQgetisnull(found, 0, column) != 0) return std::nullopt;
    return std::string{PQgetvalue(found, 0, column), static_cast<std::size_t>(PQgetlength(found, 0, column))};
  };
  row.status = text(status_);
  row.expires_at = text(expires_at_);
  if (auto role = text(role_)) row.roles.push_back(std::move(*role));
  return row;
}

}  // namespace moderato::membership
