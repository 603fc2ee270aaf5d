#include "redis/node.hpp"

#include "net/address_policy.hpp"
#include "net/resolver.hpp"
#include "redis/request_bytes.hpp"

#include <algorithm>
#include <array>
#include <hiredis/hiredis.h>
#include <utility>

namespace signalbox::redis {

namespace {

std::string first_word(redisReply const& error) {
    std::string_view const text{error.str, error.len};
    return std::string{text.substr(0, std::min(text.find(' '), std::size_t{24}))};
}

}  // namespace

// One command of a greeting.
class Node::Greeting final : public Expectation {
public:
    enum class Step : std::uint8_t { enter, ask_for_slots };
    Greeting(Node& node, Step step) : node_{node}, number_{node.greeting_}, step_{step} {}

    void replied(redisReply const* reply) override {
        std::unique_ptr<Greeting> const ended{this};
        if (node_.greeting_ != number_ || node_.state_ != State::greeting || reply == nullptr) return;
        if (step_ == Step::ask_for_slots && is_answer(*reply)) {
            return node_.greeted(reply->type == REDIS_REPLY_ERROR ? Reply{} : own(*reply));
        }
        if (reply->type == REDIS_REPLY_ERROR) node_.give_up_greeting(first_word(*reply));
    }

private:
    // Who is no cluster, or does not let us ask, is there all the same.
    static bool is_answer(redisReply const& reply) {
        if (reply.type != REDIS_REPLY_ERROR) return true;
        auto const word = first_word(reply);
        return word == "ERR" || word == "NOPERM";
    }
    Node& node_;
    std::uint64_t number_;
    Step step_;
};

// Ends a greeting that takes too long, and a break.
class Node::Patience final : public Time::Alarm {
public:
    explicit Patience(Node& node) : Alarm{node.loop_}, node_{node} {}
    void fire() override {
        if (node_.state_ == State::greeting) return node_.give_up_greeting("no greeting in time");
        if (node_.state_ == State::away) node_.greet();
    }

private:
    Node& node_;
};

struct Node::Lookup {
    explicit Lookup(Node& its_node) : node{&its_node} {}
    Node* node;  // null: nobody wants to know any more
    Cancellation cancellation;
};

Node::Node(net::Loop& loop, RedisOptions const& options, NodeAddress address, NodeWatcher& watcher,
           std::mt19937_64& random)
    : loop_{loop},
      options_{options},
      address_{std::move(address)},
      watcher_{watcher},
      random_{random},
      patience_{std::make_unique<Patience>(*this)} {}

Node::~Node() { close(); }

bool Node::send(std::string_view bytes, Expectation* expectation) {
    return state_ == State::ready && link_->send(bytes, expectation);
}

void Node::succeeded() {
    failures_ = 0;
    break_ = {};
}

void Node::failed(std::string_view why) {
    if (state_ != State::ready || ++failures_ < options_.failures_to_open) return;
    rest();
    watcher_.node_went(*this, why, true);
}

void Node::begin() {
    if (state_ == State::idle) greet();
}

void Node::close() {
    state_ = State::idle;
    ++greeting_;
    patience_->disarm();
    forget_lookup();
    drop_link();
}

void Node::forget_lookup() {
    auto const lookup = std::exchange(lookup_, nullptr);
    if (!lookup) return;
    lookup->node = nullptr;
    lookup->cancellation.request(Errc::cancelled);
}

void Node::greet() {
    state_ = State::greeting;
    ++greeting_;
    patience_->arm(loop_.now() + options_.connect);
    if (auto const address = net::literal_address(address_.host)) return found({*address});
    forget_lookup();
    lookup_ = std::make_shared<Lookup>(*this);
    spawn(look_up(lookup_, address_.host));
}

Task<void> Node::look_up(std::shared_ptr<Lookup> lookup, std::string host) {
    auto& loop = lookup->node->loop_;
    auto const until = loop.now() + lookup->node->options_.connect;
    auto addresses = co_await loop.resolver().resolve(host, until, lookup->cancellation);
    if (lookup->node == nullptr) co_return;
    auto& node = *lookup->node;
    node.lookup_ = nullptr;
    if (addresses) co_return node.found(std::move(*addresses));
    node.give_up_greeting("its name is not to be resolved");
}

void Node::found(std::vector<boost::asio::ip::address> addresses) {
    if (state_ != State::greeting) return;
    std::erase_if(addresses, [](auto const& address) { return !net::may_connect(address); });
    if (addresses.empty()) return give_up_greeting("its address is not allowed");
    connect(addresses[next_address_ % addresses.size()]);
}

void Node::connect(boost::asio::ip::address const& address) {
    connected_to_ = address.to_string();
    auto const ended = [](void* self, std::string_view why) { static_cast<Node*>(self)->link_ended(why); };
    link_ = std::make_unique<Link>(loop_, connected_to_, address_.port, options_.replies, ended, this);
    if (!say_hello()) give_up_greeting("no connection");
}

bool Node::say_hello() {
    auto const say = [this](std::initializer_list<std::string_view> words, Greeting::Step step) {
        auto greeting = std::make_unique<Greeting>(*this, step);
        if (!link_->send(request_bytes(words), greeting.get())) return false;
        static_cast<void>(greeting.release());  // the link has it
        return true;
    };
    auto const password = options_.password.reveal();
    bool sent = link_->open();
    if (sent && !password.empty() && options_.user.empty()) sent = say({"AUTH", password}, Greeting::Step::enter);
    if (sent && !options_.user.empty()) sent = say({"AUTH", options_.user, password}, Greeting::Step::enter);
    auto const database = std::to_string(options_.database);
    if (sent && options_.database != 0) sent = say({"SELECT", database}, Greeting::Step::enter);
    return sent && say({"CLUSTER", "SLOTS"}, Greeting::Step::ask_for_slots);
}

void Node::greeted(Reply const& slots) {
    patience_->disarm();
    state_ = State::ready;
    // After a break the next failure is one too many.
    if (failures_ >= options_.failures_to_open) failures_ = options_.failures_to_open - 1;
    watcher_.node_came(*this);
    if (slots.is_array()) watcher_.heard_slots(*this, slots);
}

void Node::link_ended(std::string_view why) {
    if (state_ == State::greeting) return give_up_greeting(why);
    if (state_ != State::ready) return;
    bool const broke = ++failures_ >= options_.failures_to_open;
    drop_link();
    if (broke) {
        rest();
    } else {
        state_ = State::away;
        patience_->arm(loop_.now());  // at the loop's next tick
    }
    watcher_.node_went(*this, why, broke);
}

void Node::give_up_greeting(std::string_view why) {
    std::string const kept{why};  // which may lie in what is dropped now
    ++next_address_;
    failures_ = std::max(failures_ + 1, options_.failures_to_open);
    rest();
    watcher_.node_stays_away(*this, kept);
}

// No connection for a while.
void Node::rest() {
    state_ = State::away;
    ++greeting_;
    drop_link();
    break_ = std::clamp(break_ * 2, options_.shortest_break, options_.longest_break);
    std::uniform_real_distribution<double> jitter{0.8, 1.2};
    patience_->arm(loop_.now() + std::chrono::duration_cast<Duration>(break_ * jitter(random_)));
}

void Node::drop_link() {
    if (auto const link = std::exchange(link_, nullptr)) link->close();
}

}  // namespace signalbox::redis
