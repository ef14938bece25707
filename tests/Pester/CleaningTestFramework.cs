using System.Collections.Concurrent;
using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("QlikSnowflake.Tests.Pester.CleaningTestFramework", "QlikSnowflake.Pester.Tests")]

namespace QlikSnowflake.Tests.Pester;

/// <summary>
/// Cleans up after the last test, before the run is reported as finished: what starts the tests ends their process then, and waits for
/// nothing more.
/// </summary>
public sealed class CleaningTestFramework(IMessageSink messageSink) : XunitTestFramework(messageSink)
{
    private static readonly ConcurrentStack<Action> Actions = new();

    /// <summary>Has something done when all tests have run, the newest first.</summary>
    internal static void AtEnd(Action action) => Actions.Push(action);

    /// <inheritdoc/>
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        // Nobody waits for it: xunit hears of its end by the sink.
        protected override async void RunTestCases(
            IEnumerable<IXunitTestCase> testCases,
            IMessageSink executionMessageSink,
            ITestFrameworkExecutionOptions executionOptions
        )
        {
            using var runner = new Runner(TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
            await runner.RunAsync();
        }
    }

    private sealed class Runner(
        ITestAssembly assembly,
        IEnumerable<IXunitTestCase> cases,
        IMessageSink diagnostics,
        IMessageSink execution,
        ITestFrameworkExecutionOptions options
    ) : XunitTestAssemblyRunner(assembly, cases, diagnostics, execution, options)
    {
        protected override Task BeforeTestAssemblyFinishedAsync()
        {
            while (Actions.TryPop(out var action))
                action();
            return base.BeforeTestAssemblyFinishedAsync();
        }
    }
}
