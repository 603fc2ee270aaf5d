#include "redis/nodes.hpp"

#include "net/address_policy.hpp"
#include "redis/cluster_slot.hpp"
#include "redis/request_bytes.hpp"
#include "redis/slot_map.hpp"

#include <algorithm>
#include <hiredis/hiredis.h>
#include <utility>

namespace signalbox::redis {

namespace {

constexpr int most_redirections = 3;
constexpr auto between_refreshes = std::chrono::seconds{1};

Failure failure(Trouble trouble, std::string detail) { return {trouble, std::move(detail)}; }

bool is_loopback(std::string const& host) {
    auto const address = net::literal_address(host);
    return host == "localhost" || (address && net::is_loopback(*address));
}

}  // namespace

Nodes::Nodes(net::Loop& loop, RedisOptions options, Health& health)
    : loop_{loop}, options_{std::move(options)}, health_{health} {
    health_.client_began();
    if (!is_loopback(options_.host)) health_.in_plain_text(options_.host);
    nodes_.push_back(
        std::make_unique<Node>(loop_, options_, NodeAddress{options_.host, options_.port}, *this, random_));
    nodes_.front()->begin();
}

Nodes::~Nodes() { close(); }

void Nodes::close() {
    if (std::exchange(closed_, true)) return;
    for (auto const& node : nodes_) node->close();
    health_.client_ended(ready_ > 0);
    ready_ = 0;
}

std::size_t Nodes::node_for(std::uint16_t slot) const {
    if (slots_.empty() || slots_[slot] == unknown) return 0;
    return slots_[slot];
}

bool Nodes::serves(std::uint16_t slot) const { return nodes_[node_for(slot)]->ready(); }

Call* Nodes::start(std::string bytes, std::uint16_t slot, Waiting* waiting, TimePoint until) {
    auto call = std::make_unique<Call>(loop_, *this, std::move(bytes), slot);
    call->waiting = waiting;
    auto* const started = call.get();
    if (closed_ || pending_ >= options_.max_pending || !send(call, node_for(slot), false)) {
        health_.counters().dropped.add();
        return nullptr;
    }
    ++pending_;
    started->arm(until);
    return started;
}

bool Nodes::send(std::unique_ptr<Call>& call, std::size_t index, bool asking) {
    auto& node = *nodes_[index];
    if (!node.ready() || node.unsent() + call->bytes.size() > options_.max_unsent) return false;
    if (asking && !node.send(request_bytes(std::array<std::string_view, 1>{"ASKING"}), nullptr)) return false;
    if (!node.send(call->bytes, call.get())) return false;
    call->node = index;
    static_cast<void>(call.release());  // the link has it
    health_.counters().commands.add();
    return true;
}

// Redis still has to answer it in time.
void Nodes::abandon(Call& call) { call.waiting = nullptr; }

void Nodes::late(Call& call) {
    health_.counters().timeouts.add();
    call.is_late = true;
    call.tell(std::unexpected(failure(Trouble::timeout, "no reply in time")));
    nodes_[call.node]->failed("no reply in time");  // may end the link, and with it the call
}

void Nodes::replied(Call& call, redisReply const* reply) {
    std::unique_ptr<Call> mine{&call};
    --pending_;
    if (reply == nullptr) {
        return mine->tell(std::unexpected(failure(Trouble::unavailable, "the connection to redis ended")));
    }
    if (reply->type == REDIS_REPLY_ERROR) return refused(std::move(mine), *reply);
    if (!mine->is_late) nodes_[mine->node]->succeeded();
    mine->tell(own(*reply));
}

void Nodes::refused(std::unique_ptr<Call> call, redisReply const& error) {
    std::string_view const text{error.str, error.len};
    if (auto const to = read_redirection(text)) {
        health_.counters().redirected.add();
        if (redirect(call, *to)) return;
        return call->tell(std::unexpected(failure(Trouble::unavailable, "redis has moved the key")));
    }
    health_.counters().refused.add();
    auto word = std::string{text.substr(0, std::min(text.find(' '), std::size_t{24}))};
    auto& node = *nodes_[call->node];
    call->tell(std::unexpected(failure(Trouble::refused, word)));
    node.failed(word);
}

bool Nodes::redirect(std::unique_ptr<Call>& call, Redirection const& to) {
    auto const index = find_or_add(to.node, *nodes_[call->node]);
    if (!index) return false;
    if (!to.ask) {
        if (slots_.empty()) slots_.assign(cluster_slots, unknown);
        slots_[to.slot] = static_cast<std::uint8_t>(*index);
        refresh_slots();
    }
    bool const wanted = call->armed() && ++call->redirections <= most_redirections;
    if (!wanted || !send(call, *index, to.ask)) return false;
    ++pending_;
    return true;
}

std::optional<std::size_t> Nodes::find_or_add(NodeAddress address, Node const& by) {
    if (address.host.empty()) address.host = by.connected_to();
    auto const literal = net::literal_address(address.host);
    if (!literal || !net::may_connect(*literal)) return std::nullopt;
    // A cluster elsewhere has no business on this machine.
    if (net::is_loopback(*literal) && !is_loopback(by.connected_to())) return std::nullopt;
    auto const is_it = [&](auto const& node) {
        return node->address() == address ||
               (node->connected_to() == address.host && node->address().port == address.port);
    };
    auto const found = std::ranges::find_if(nodes_, is_it);
    if (found == nodes_.end()) {
        if (nodes_.size() == most) return std::nullopt;
        nodes_.push_back(std::make_unique<Node>(loop_, options_, std::move(address), *this, random_));
        nodes_.back()->begin();
        return nodes_.size() - 1;
    }
    (*found)->begin();
    return static_cast<std::size_t>(found - nodes_.begin());
}

void Nodes::node_came(Node&) {
    if (ready_++ == 0) health_.came(loop_.now());
}

void Nodes::node_went(Node&, std::string_view why, bool broke) {
    (broke ? health_.counters().turned_off : health_.counters().broken).add();
    if (--ready_ == 0) health_.went_away(why, loop_.now());
    refresh_slots();
}

void Nodes::node_stays_away(Node&, std::string_view why) {
    if (ready_ == 0) health_.not_there(why, loop_.now());
    refresh_slots();
}

void Nodes::heard_slots(Node& node, Reply const& reply) {
    auto const ranges = read_slots(reply);
    if (!ranges || ranges->empty()) return;
    std::vector<std::uint8_t> slots(cluster_slots, unknown);
    std::vector<bool> wanted(most, false);
    wanted[0] = true;
    for (auto const& range : *ranges) {
        auto const index = find_or_add(range.master, node);
        if (!index) continue;
        wanted[*index] = true;
        std::fill(slots.begin() + range.first, slots.begin() + range.last + 1, static_cast<std::uint8_t>(*index));
    }
    slots_ = std::move(slots);
    refreshed_ = loop_.now();
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        if (wanted[i]) continue;
        if (nodes_[i]->ready()) --ready_;
        nodes_[i]->close();
    }
}

namespace {

class SlotQuestion final : public Expectation {
public:
    SlotQuestion(NodeWatcher& watcher, Node& node) : watcher_{watcher}, node_{node} {}
    void replied(redisReply const* reply) override {
        std::unique_ptr<SlotQuestion> const ended{this};
        if (reply != nullptr && reply->type == REDIS_REPLY_ARRAY) watcher_.heard_slots(node_, own(*reply));
    }

private:
    NodeWatcher& watcher_;
    Node& node_;
};

}  // namespace

// Asks anybody who is there, once in a while.
void Nodes::refresh_slots() {
    if (closed_ || slots_.empty() || loop_.now() - refreshed_ < between_refreshes) return;
    auto const one = std::ranges::find_if(nodes_, &Node::ready, [](auto const& node) -> Node& { return *node; });
    if (one == nodes_.end()) return;
    refreshed_ = loop_.now();
    auto question = std::make_unique<SlotQuestion>(*this, **one);
    auto const bytes = request_bytes(std::array<std::string_view, 2>{"CLUSTER", "SLOTS"});
    if ((*one)->send(bytes, question.get())) static_cast<void>(question.release());
}

}  // namespace signalbox::redis
