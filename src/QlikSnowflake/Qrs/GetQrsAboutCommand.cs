using System.Management.Automation;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Gets what the repository says of itself.</summary>
[Cmdlet(VerbsCommon.Get, "QrsAbout")]
[OutputType(typeof(QrsAbout))]
public sealed class GetQrsAboutCommand : QrsCmdlet
{
    private protected override void Process() => WriteObject(WaitFor(Current.ReadAboutAsync));
}
