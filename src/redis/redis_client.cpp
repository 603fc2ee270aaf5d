#include "redis/redis_client.hpp"

#include "redis/cluster_slot.hpp"
#include "redis/nodes.hpp"
#include "redis/request_bytes.hpp"

#include <utility>

namespace signalbox::redis {

namespace {

std::uint16_t slot_of(std::span<std::string_view const> words) {
    return words.size() < 2 ? std::uint16_t{0} : cluster_slot(words[1]);
}

using Outcome = std::expected<Reply, Failure>;

Outcome cancelled() { return std::unexpected(Failure{Trouble::cancelled, "cancelled"}); }

// `nodes` are those of a client that outlives the wait.
Task<Outcome> ask(net::Loop& loop, Nodes& nodes, std::string bytes, std::uint16_t slot, Cancellation& cancellation,
                  Duration patience) {
    if (cancellation.requested()) co_return cancelled();
    Waiting waiting{loop};
    auto* const call = nodes.start(std::move(bytes), slot, &waiting, loop.now() + patience);
    if (call == nullptr) co_return std::unexpected(Failure{Trouble::unavailable, "redis is away"});

    Cancellation::Hook const hook{cancellation, [](void* self) { static_cast<Signal*>(self)->set(); }, &waiting.woken};
    co_await waiting.woken.wait();
    if (waiting.outcome) co_return std::move(*waiting.outcome);
    nodes.abandon(*call);
    co_return cancelled();
}

}  // namespace

Client::Client(net::Loop& loop, RedisOptions options, Health& health)
    : loop_{loop}, nodes_{std::make_unique<Nodes>(loop, std::move(options), health)} {}

Client::~Client() = default;

Task<Outcome> Client::command(std::span<std::string_view const> words, Cancellation& cancellation,
                              std::optional<Duration> patience) {
    auto const most = nodes_->options().command;
    return ask(loop_, *nodes_, request_bytes(words), slot_of(words), cancellation,
               std::min(patience.value_or(most), most));
}

bool Client::send(std::span<std::string_view const> words) {
    return nodes_->start(request_bytes(words), slot_of(words), nullptr, loop_.now() + nodes_->options().command) !=
           nullptr;
}

bool Client::available(std::string_view key) const { return nodes_->serves(cluster_slot(key)); }

void Client::close() { nodes_->close(); }

}  // namespace signalbox::redis
