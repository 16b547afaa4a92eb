// The programs on oneTBB: `peers WORK VARIANT TOKENS ITEMS TREE` does it once, and prints how long it
// took and what came of it.

#include <tbb/parallel_pipeline.h>
#include <tbb/version.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

using tbb::filter_mode;
using tbb::flow_control;
using tbb::make_filter;
using number = std::uint64_t;

// Too cheap to matter, too odd for a closed formula.
constexpr auto first = [](number x) { return x * 3; };
constexpr auto second = [](number x) { return x ^ (x >> 1); };

static auto generator(number items, number& next) {
    return make_filter<void, number>(filter_mode::serial_in_order, [&next, items](flow_control& control) {
        if (next == items) {
            control.stop();
        }
        return next++;
    });
}

static number light(number items, std::size_t tokens) {
    number next = 0, sum = 0;
    tbb::parallel_pipeline(
        tokens, generator(items, next)
                    & make_filter<number, number>(filter_mode::serial_in_order, first)
                    & make_filter<number, number>(filter_mode::serial_in_order, second)
                    & make_filter<number, void>(filter_mode::serial_in_order, [&sum](number x) { sum += x; }));
    return sum;
}

static number fan_out(number items, std::size_t tokens) {
    number next = 0, sum = 0;
    tbb::parallel_pipeline(
        tokens, generator(items, next) & make_filter<number, number>(filter_mode::parallel, first)
                    & make_filter<number, void>(filter_mode::serial_out_of_order, [&sum](number x) { sum += x; }));
    return sum;
}

static number ordered(number items, std::size_t tokens) {
    number next = 0, hash = 0;
    tbb::parallel_pipeline(
        tokens, generator(items, next) & make_filter<number, number>(filter_mode::parallel, first)
                    & make_filter<number, void>(filter_mode::serial_in_order,
                                                [&hash](number x) { hash = hash * 31 + x; }));
    return hash;
}

static number (*find(const char* work))(number, std::size_t) {
    if (!std::strcmp(work, "light")) return light;
    if (!std::strcmp(work, "fan_out")) return fan_out;
    if (!std::strcmp(work, "ordered")) return ordered;
    return nullptr;
}

int main(int count, char** arguments) {
    if (count == 2 && !std::strcmp(arguments[1], "version")) {
        std::printf("%s\n", TBB_runtime_version());
        return 0;
    }
    auto work = count == 6 ? find(arguments[1]) : nullptr;
    if (!work) {
        std::fputs("no such program\n", stderr);
        return 1;
    }
    std::size_t tokens = std::strtoull(arguments[3], nullptr, 10);
    number items = std::strtoull(arguments[4], nullptr, 10);
    auto start = std::chrono::steady_clock::now();
    number result = work(items, tokens);
    std::chrono::nanoseconds time = std::chrono::steady_clock::now() - start;
    std::printf("nanoseconds=%lld result=%llu\n", static_cast<long long>(time.count()),
                static_cast<unsigned long long>(result));
}
