#include "simulation/world.hpp"

#include "analysis/analyzer.hpp"
#include "routing/router.hpp"

#include <optional>
#include <tuple>
#include <utility>

namespace signalbox::simulation {

namespace {

using namespace std::chrono_literals;

constexpr Duration longest_overrun = 500ms;  // beyond a deadline: a reader who is behind may take so long
constexpr Duration longest_stop = 50ms;      // from the client's leaving to the end of its run

// The message says how hard it is: its first character.
class SaidAnalyzer final : public Analyzer {
public:
    [[nodiscard]] AnalysisResult analyze(ChainContext const& context) const override {
        auto const complexity = context.messages.back().content.front() - '0' + 1;
        return {.complexity = complexity,
                .category = Category::chat,
                .input_tokens = {100},
                .output_tokens = {300},
                .need = complexity / 10.0,
                .confidence = 0.5};
    }
    [[nodiscard]] std::uint64_t version() const override { return 1; }
};

Weather some_weather(Dice& dice) {
    return {.fails = dice.one_of({0, 0, 10, 40, 90, 100}),
            .hangs = dice.one_of({0, 0, 0, 10, 50}),
            .poor = dice.one_of({0, 0, 20, 80}),
            .tools = dice.one_of({0, 0, 0, 30}),
            .slow_ms = dice.one_of({0, 5, 300, 3'000, 40'000})};
}

}  // namespace

// One run and its reader, with the moment when its client leaves.
class World::Request final : public Time::Alarm {
public:
    Request(Time& time, Dice& dice, ChainContext its_context, Limits limits)
        : Alarm{time},
          context{std::move(its_context)},
          keeper{time, dice, cancellation, limits, dice.one_of({0, 0, 5, 50})},
          reason_{dice.one_of({Errc::cancelled, Errc::cancelled, Errc::draining})} {}

    void start(ChainOrchestrator& chain) {
        spawn(chain.run(context, keeper, cancellation), [this](auto result) {
            ended = time().now();
            keeper.returned(result.has_value());
        });
    }
    [[nodiscard]] TimePoint limit(ChainPolicy const& chain) const {
        return std::min(began_ + chain.deadline, context.deadline.value_or(TimePoint::max()));
    }
    void fire() override {
        left = time().now();
        cancellation.request(reason_);
    }

    Cancellation cancellation;
    ChainContext context;
    RuleKeeper keeper;
    std::optional<TimePoint> left;
    std::optional<TimePoint> ended;

private:
    Errc reason_;
    TimePoint began_ = time().now();
};

World::World(std::uint64_t seed)
    : dice_{seed},
      provider_{time_, dice_, [this](ErraticProvider::Call const& call) { watch(call); }},
      began_{time_.now()} {
    make_models();
    make_policy();
}

World::~World() = default;

void World::watch(ErraticProvider::Call const& call) {
    for (auto& request : requests_) {
        if (request->context.request_id != call.request_id) continue;
        request->keeper.called(call.model, call.aside);
        if (!snapshot_.health) continue;
        auto const& condition = *snapshot_.health->find(call.model);
        auto const absence = condition.absence(time_.now());
        bool const limited = absence && absence->rate_limited;
        request->keeper.require(!limited && condition.breaker(time_.now()) != BreakerState::open,
                                "a call to a model that is left alone");
    }
}

void World::make_models() {
    std::vector<ModelCard> cards;
    for (auto count = dice_.between(1, 5); count > 0; --count) {
        ModelCard card;
        card.id = card.upstream_name = "model-" + std::to_string(count);
        card.provider = dice_.chance(1) ? "missing" : "erratic";
        card.quality.offer(static_cast<double>(dice_.between(10, 99)) / 100, Origin::config);
        card.context_window.offer(dice_.chance(5) ? 200 : dice_.one_of<std::int64_t>({8'000, 100'000}), Origin::config);
        if (dice_.chance(90)) {
            MicroUsd const price{dice_.between(0, 20) * 1'000'000};
            card.price.offer({.input = price, .output = price}, Origin::config);
        }
        provider_.set(card.id, some_weather(dice_));
        models_.push_back(card.id);
        cards.push_back(std::move(card));
    }
    snapshot_.registry = ModelRegistry{std::move(cards)};
}

void World::make_policy() {
    auto& chain = snapshot_.chain;
    chain.max_attempts = static_cast<int>(dice_.between(1, 6));
    chain.max_retries = static_cast<int>(dice_.between(0, 4));
    chain.deadline = dice_.one_of<Duration>({1s, 20s, 180s});
    chain.timeouts = {.first_token = dice_.one_of<Duration>({500ms, 5s, 30s}),
                      .gap = dice_.one_of<Duration>({500ms, 30s})};
    chain.validate = dice_.chance(80);
    chain.judge_model = dice_.one_of<std::string>({"", "none", models_.front()});
    chain.judge_timeout = dice_.one_of<Duration>({1s, 20s});
    chain.hold_tokens = dice_.one_of({1, 20, 256});
    chain.hold_time = dice_.one_of<Duration>({0s, 200ms, 2s});
    chain.on_cut = dice_.one_of({OnCut::error, OnCut::proceed, OnCut::restart});
    chain.accept_unknown = dice_.chance(70);
    chain.tell_issues = dice_.chance(30);
    chain.next_on_content_policy = dice_.chance(50);
    chain.breaker.failures = static_cast<int>(dice_.between(1, 6));
    chain.retry_budget = {.share = dice_.one_of({0.0, 0.2, 1.0}), .per_second = dice_.one_of({0.0, 1.0, 10.0, 1e4})};
    if (dice_.chance(30)) {
        auto& analyzer = chain.analyzer;
        analyzer.model = models_.front();
        analyzer.timeout = std::min(chain.deadline, dice_.one_of<Duration>({50ms, 2s, 20s}));
        analyzer.below_confidence = dice_.one_of({0.4, 1.0});
    }
    snapshot_.routing.quality = static_cast<double>(dice_.between(0, 10)) / 10;
    snapshot_.routing.min_complexity_for_judge = static_cast<int>(dice_.between(1, 11));
    snapshot_.analyzer = std::make_shared<SaidAnalyzer>();
    if (dice_.chance(80)) snapshot_.health = std::make_shared<HealthIndex const>(snapshot_.registry, chain.breaker);
    snapshot_.retries = std::make_shared<RetryBudget>(chain.retry_budget);
}

ChainContext World::make_context(int number) {
    ChainContext context;
    context.request_id = std::to_string(number);
    context.messages = {{Role::user, std::to_string(dice_.roll(10)) + " of ten: tell me about the sea"}};
    if (dice_.chance(20)) context.model = dice_.one_of<std::string>({models_.back(), "auto:best", "auto:cheap"});
    if (dice_.chance(1)) context.model = "nobody";
    auto& options = context.options;
    options.stream = dice_.one_of({StreamPolicy::off, StreamPolicy::optimistic, StreamPolicy::optimistic,
                                   StreamPolicy::gated, StreamPolicy::strict});
    options.cache = dice_.chance(70);
    if (dice_.chance(30)) options.validate = dice_.chance(50);
    if (dice_.chance(20)) options.max_retries = static_cast<int>(dice_.between(0, 5));
    if (dice_.chance(35)) options.max_cost = MicroUsd{dice_.between(0, dice_.one_of({500, 10'000}))};
    if (dice_.chance(20))
        options.strategy = dice_.one_of({Strategy::single, Strategy::ensemble, Strategy::speculative});
    context.needs_tools = dice_.chance(10);
    if (dice_.chance(10)) context.deadline = time_.now() + dice_.wait_up_to(10s);
    return context;
}

Limits World::limits_of(ChainContext const& context) const {
    auto const retries = context.options.max_retries;
    return {.attempts = retries ? 1 + *retries : snapshot_.chain.max_attempts,
            .stream = context.options.stream,
            .money = context.options.max_cost,
            .wait = snapshot_.chain.analyzer.on() ? snapshot_.chain.analyzer.timeout : Duration{},
            .checks = context.options.validate.value_or(snapshot_.chain.validate && is_routing_name(context.model))};
}

std::vector<std::string> World::live() {
    auto providers = std::make_shared<Providers>();
    providers->emplace("erratic", std::shared_ptr<Provider>{std::shared_ptr<void>{}, &provider_});
    ChainOrchestrator chain{time_, cache_, std::make_shared<Snapshot const>(snapshot_), std::move(providers),
                            dice_.roll(1'000'000)};
    for (auto count = dice_.between(1, 6); count > 0; --count) {
        auto context = make_context(static_cast<int>(count));
        auto const limits = limits_of(context);
        auto& request = *requests_.emplace_back(std::make_unique<Request>(time_, dice_, std::move(context), limits));
        if (dice_.chance(25)) request.arm(time_.now() + dice_.wait_up_to(dice_.one_of<Duration>({10ms, 1s, 60s})));
        request.start(chain);
        time_.advance(dice_.wait_up_to(dice_.one_of<Duration>({0ms, 10ms, 5s, 30s})));
    }
    time_.run_out();

    std::vector<std::string> breaches;
    for (auto const& request : requests_) {
        auto const& [ended, left] = std::tie(request->ended, request->left);
        if (ended && *ended > request->limit(snapshot_.chain) + longest_overrun) {
            breaches.emplace_back("a run that went on beyond its deadline");
        }
        if (!ended) breaches.emplace_back("a run that hangs");
        if (ended && left && *ended > *left + longest_stop) {
            breaches.emplace_back("a run that went on without its client");
        }
        for (auto const& breach : request->keeper.breaches()) {
            breaches.push_back(breach + " (" + std::string{name(request->context.options.stream)} + "):");
            for (auto const& word : request->keeper.story()) breaches.back() += " [" + word.substr(0, 40) + "]";
        }
    }
    if (time_.somebody_waits()) breaches.emplace_back("an alarm that nobody waits for");
    check_retries(breaches);
    return breaches;
}

void World::check_retries(std::vector<std::string>& breaches) const {
    int retries = 0;
    for (auto const& request : requests_) retries += request->keeper.retries_after_failures();
    auto const& budget = snapshot_.chain.retry_budget;
    auto const seconds = std::chrono::duration<double>(time_.now() - began_).count();
    auto const allowed = budget.share * static_cast<double>(requests_.size()) + budget.per_second * (seconds + 1) + 1;
    if (retries > allowed) breaches.emplace_back("more retries than the budget allows");
}

std::vector<std::string> World::endings() const {
    std::vector<std::string> all;
    for (auto const& request : requests_) all.push_back(request->keeper.ending());
    return all;
}

std::map<StreamPolicy, int> World::stops() const {
    std::map<StreamPolicy, int> counts;
    for (auto const& request : requests_) counts[request->context.options.stream] += request->keeper.stops();
    return counts;
}

}  // namespace signalbox::simulation
