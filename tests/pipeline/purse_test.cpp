#include "analysis/builtin_analyzer.hpp"
#include "fakes/manual_time.hpp"
#include "fakes/scripted_provider.hpp"
#include "pipeline/ledger.hpp"
#include "pipeline/model_view.hpp"
#include "pipeline/orchestrator.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace signalbox {
namespace {

// So much money, and a note of each hold that is open.
class FakePurse final : public Purse {
public:
    explicit FakePurse(std::int64_t money) : money_{money} {}
    Result<Hold> ask(Amount amount) override {
        asked = amount;
        if (amount.money > money_) return fail(Errc::quota_exhausted, "empty");
        return take(amount);
    }
    Hold take(Amount amount) override {
        money_ = money_ - amount.money;
        ++open;
        return {amount, 7};
    }
    [[nodiscard]] std::optional<MicroUsd> left() const override { return money_; }
    void settle(Hold const& hold, Amount used) override {
        EXPECT_EQ(hold.period, 7);
        money_ = money_ + hold.amount.money - used.money;
        tokens += used.tokens;
        --open;
    }
    Amount asked;
    int open = 0;
    Tokens tokens;

private:
    MicroUsd money_;
};

ModelCard card(std::string id, std::int64_t price, double quality) {
    ModelCard out;
    out.id = out.upstream_name = std::move(id);
    out.provider = "scripted";
    out.price.offer({.input = {price}, .output = {price}}, Origin::config);
    out.quality.offer(quality, Origin::config);
    return out;
}

AttemptRecord spent(std::int64_t cost) {
    AttemptRecord record;
    record.usage = {.input = {10}, .output = {5}};
    record.cost = MicroUsd{cost};
    return record;
}

TEST(LedgerWithPurse, PaysTheFirstCallFromWhatWasPaidAhead) {
    FakePurse purse{100};
    Ledger ledger{std::nullopt, &purse};
    ASSERT_TRUE(ledger.pay_ahead(card("small", 1'000'000, 0.3), {60}, {0}));
    EXPECT_EQ(ledger.left(), MicroUsd{40});
    auto const reserved = ledger.reserve(card("small", 1'000'000, 0.3), {60}, {0});
    EXPECT_EQ(ledger.left(), MicroUsd{40}) << "not twice";
    ledger.settle(reserved, spent(10));
    EXPECT_EQ(ledger.left(), MicroUsd{90});
    EXPECT_EQ(purse.tokens, Tokens{15});
    EXPECT_EQ(purse.open, 0);
}

TEST(LedgerWithPurse, AsksForAllThereIsWhenACallIsBeyondAllNumbers) {
    FakePurse purse{100};
    Ledger ledger{std::nullopt, &purse};
    Tokens const huge{std::numeric_limits<std::int64_t>::max()};
    EXPECT_FALSE(ledger.pay_ahead(card("small", 1'000'000, 0.3), {60}, huge));
    ASSERT_TRUE(ledger.pay_ahead(card("free", 0, 0.3), {60}, huge));
    EXPECT_EQ(purse.asked.tokens, huge);
    EXPECT_EQ(ledger.left(), MicroUsd{100});
}

TEST(LedgerWithPurse, SaysWhyThePurseRefuses) {
    FakePurse purse{59};
    Ledger ledger{std::nullopt, &purse};
    auto const paid = ledger.pay_ahead(card("small", 1'000'000, 0.3), {60}, {0});
    ASSERT_FALSE(paid);
    EXPECT_EQ(paid.error().code, Errc::quota_exhausted);
}

TEST(LedgerWithPurse, GivesBackWhatWasPaidAheadInVain) {
    FakePurse purse{100};
    {
        Ledger ledger{std::nullopt, &purse};
        ASSERT_TRUE(ledger.pay_ahead(card("small", 1'000'000, 0.3), {60}, {0}));
    }
    EXPECT_EQ(purse.left(), MicroUsd{100});
    EXPECT_EQ(purse.open, 0);
}

TEST(LedgerWithPurse, AffordsWhatBothItsLimitAndThePurseDo) {
    FakePurse purse{50};
    Ledger ledger{MicroUsd{80}, &purse};
    EXPECT_EQ(ledger.left(), MicroUsd{50});
    EXPECT_FALSE(ledger.affords(card("small", 1'000'000, 0.3), {51}, {0}));
    Ledger const poorer{MicroUsd{20}, &purse};
    EXPECT_EQ(poorer.left(), MicroUsd{20});
}

// Wants to know nothing, so that a pinned model's question is not analyzed.
class Deaf final : public EventSink {
public:
    void publish(Event const&) override {}
    [[nodiscard]] bool wants_analysis() const override { return false; }
};

class PurseRunTest : public ::testing::Test {
protected:
    PurseRunTest() {
        auto made = std::make_shared<Snapshot>();
        made->registry = ModelRegistry{{card("small", 1'000'000, 0.3), card("large", 9'000'000, 0.9)}};
        made->routing.quality = 0;
        made->chain.judge_model = "none";
        made->analyzer = std::make_shared<BuiltinAnalyzer const>();
        made->epoch = 1;
        snapshot = made;
        auto providers = std::make_shared<Providers>();
        providers->emplace("scripted", std::shared_ptr<Provider>{std::shared_ptr<void>{}, &provider});
        chain.emplace(time, cache, snapshot, providers, 1);
        context.messages = {{Role::user, "Hello there, how are you?"}};
    }
    // Why it failed; nothing when it did not.
    std::optional<Errc> run(RunRights rights) {
        Deaf sink;
        Cancellation cancellation;
        std::optional<ChainAnswer> answer;
        spawn(chain->run(context, sink, cancellation, std::move(rights)),
              [&](auto ended) { answer = std::move(ended); });
        time.run_out();
        return answer->has_value() ? std::nullopt : std::optional{answer->error().code};
    }
    fakes::ManualTime time;
    fakes::ScriptedProvider provider{time};
    RouteCache cache{{}};
    std::shared_ptr<Snapshot const> snapshot;
    std::optional<ChainOrchestrator> chain;
    ChainContext context;
};

TEST_F(PurseRunTest, CallsNobodyWhenThePurseIsEmpty) {
    FakePurse purse{0};
    EXPECT_EQ(run({.purse = &purse}), Errc::quota_exhausted);
    EXPECT_TRUE(provider.asked().empty());
}

TEST_F(PurseRunTest, PaysForAPinnedModelThatNobodyAnalyzed) {
    context.model = "small";
    FakePurse purse{499};
    EXPECT_EQ(run({.purse = &purse}), Errc::quota_exhausted) << "an answer of 500 tokens is expected";
    context.max_output_tokens = 100;
    EXPECT_EQ(run({.purse = &purse}), std::nullopt);
    EXPECT_EQ(purse.open, 0);
}

TEST_F(PurseRunTest, PaysAheadForAllThatAnswerTogether) {
    context.options.strategy = Strategy::ensemble;
    FakePurse purse{1'000'000};
    EXPECT_EQ(run({.purse = &purse}), std::nullopt);
    EXPECT_EQ(purse.open, 0);
    EXPECT_LT(*purse.left(), MicroUsd{1'000'000});
}

TEST_F(PurseRunTest, SettlesAFailedRunToo) {
    provider.then_fail(Errc::provider_rejected);
    FakePurse purse{1'000'000};
    EXPECT_EQ(run({.purse = &purse}), Errc::provider_rejected);
    EXPECT_EQ(purse.open, 0);
    EXPECT_EQ(purse.left(), MicroUsd{1'000'000});
}

TEST_F(PurseRunTest, RoutesWithinTheViewAlone) {
    auto const view = view_of_models(*snapshot, {"large"});
    EXPECT_EQ(run({.view = view}), std::nullopt);
    EXPECT_EQ(run({}), std::nullopt);
    EXPECT_EQ(run({.view = view}), std::nullopt);
    EXPECT_EQ(provider.asked(), (std::vector<std::string>{"large", "small", "large"}))
        << "and no plan of one is taken for the other's";
}

TEST(ModelView, KnowsModelsByEveryName) {
    Snapshot all;
    auto aliased = card("small", 1, 0.3);
    aliased.aliases = {"fast"};
    all.registry = ModelRegistry{{aliased, card("large", 1, 0.9)}};
    EXPECT_NE(view_of_models(all, {"fast"})->registry.find("small"), nullptr);
    EXPECT_EQ(view_of_models(all, {"fast"})->registry.find("large"), nullptr);
    EXPECT_TRUE(view_of_models(all, {"nobody"})->registry.models().empty());
}

TEST(ModelView, AsksNoAnalyzerThatItDoesNotKnow) {
    Snapshot all;
    all.registry = ModelRegistry{{card("small", 1, 0.3), card("large", 1, 0.9)}};
    all.chain.analyzer.model = "large";
    EXPECT_FALSE(view_of_models(all, {"small"})->chain.analyzer.on());
    EXPECT_TRUE(view_of_models(all, {"large"})->chain.analyzer.on());
}

}  // namespace
}  // namespace signalbox
