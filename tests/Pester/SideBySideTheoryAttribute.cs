using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace QlikSnowflake.Tests.Pester;

/// <summary>A theory whose rows run side by side, as many as the machine has cores.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("QlikSnowflake.Tests.Pester." + nameof(SideBySideTheoryDiscoverer), "QlikSnowflake.Pester.Tests")]
internal sealed class SideBySideTheoryAttribute : TheoryAttribute;

/// <summary>
/// Puts each row into a test collection of its own: xunit runs collections side by side, and rows of one collection do not.
/// </summary>
public sealed class SideBySideTheoryDiscoverer(IMessageSink diagnosticMessageSink) : TheoryDiscoverer(diagnosticMessageSink)
{
    /// <inheritdoc/>
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo theoryAttribute,
        object[] dataRow
    )
    {
        var shared = testMethod.TestClass;
        var own = new TestCollection(shared.TestCollection.TestAssembly, null, string.Join(" ", dataRow));
        yield return new XunitTestCase(
            DiagnosticMessageSink,
            discoveryOptions.MethodDisplayOrDefault(),
            discoveryOptions.MethodDisplayOptionsOrDefault(),
            new TestMethod(new TestClass(own, shared.Class), testMethod.Method),
            dataRow
        );
    }
}
