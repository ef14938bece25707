using System.Collections;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Qrs.Transfer;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>
/// Brings data connections that were exported to a site: makes what is missing, changes what differs, leaves the rest
/// alone.
/// </summary>
[Cmdlet(VerbsData.Import, "QrsDataConnection", SupportsShouldProcess = true)]
[OutputType(typeof(DataConnectionImportResult))]
public sealed class ImportQrsDataConnectionCommand : QrsCmdlet
{
    private const string PathSet = "Path";
    private const string TextSet = "InputObject";

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("FullName", "PSPath")]
    public string Path { get; set; } = string.Empty;

    /// <summary>The encoding of a file that has no byte order mark; without it UTF-8.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [TextEncodingArgument]
    [ArgumentCompleter(typeof(TextEncodingCompleter))]
    [ValidateNotNull]
    public Encoding? Encoding { get; set; }

    /// <summary>The JSON that Export-QrsDataConnection emits.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TextSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string InputObject { get; set; } = string.Empty;

    /// <summary>Names of the connections to import; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QrsConnectionCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Keys of the connection strings that shall have other values on this site.</summary>
    [Parameter]
    [ValidateNotNull]
    [PropertyTableArgument]
    public IDictionary? ConnectionProperty { get; set; }

    /// <summary>Who owns connections whose owner this site does not know, DIRECTORY\id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QrsUserCompleter))]
    public string? DefaultOwner { get; set; }

    /// <summary>Make tags that are missing.</summary>
    [Parameter]
    public SwitchParameter CreateTag { get; set; }

    /// <summary>The passphrase by which the secrets are encrypted.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>The certificate, with its private key, to which the secrets are encrypted.</summary>
    [Parameter]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Its PFX file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The PFX file's password.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? CertificatePassword { get; set; }

    private protected override object Target => ParameterSetName == PathSet ? Path : "(JSON)";

    private protected override void Process()
    {
        TransferProtection.CheckOne(Passphrase, Certificate, CertificatePath);
        var import = new DataConnectionImport(Current, CreateTag, DefaultOwner is null ? null : QrsUserName.Parse(DefaultOwner));
        var connections = Read();
        if (connections.Count == 0)
            return;

        var existing = WaitFor(context =>
            import.FindExistingAsync(
                connections.Select(c => c.Connection.Name),
                connections.Any(c => c.Connection.Password is not null),
                context
            )
        );
        var batch = new List<(DataConnectionState Wanted, DataConnectionImportResult Plan)>();
        foreach (var (connection, lacksSecret) in connections)
        {
            ReportFailure(
                () =>
                {
                    existing.TryGetValue(connection.Name, out var present);
                    var (wanted, plan) = WaitFor(context => import.PlanAsync(connection, present, context));
                    if (!Agreed(plan))
                        return;
                    if (plan.Action == DataConnectionImportAction.Update)
                        WriteObject(
                            plan with
                            {
                                Done = true,
                                Id = WaitFor(context => import.UpdateAsync(wanted, present!, context)).Id,
                            }
                        );
                    else if (plan.Action == DataConnectionImportAction.None)
                        WriteObject(plan);
                    else
                        batch.Add((wanted, plan));
                    if (plan.Action == DataConnectionImportAction.Create && lacksSecret)
                        WriteWarning(
                            $"The file has no password for '{plan.Name}': it is made without. Set-QrsDataConnection "
                                + "-Credential or -PrivateKeyPath gives it one."
                        );
                },
                connection.Name
            );
            if (batch.Count == DataConnectionImport.BatchSize)
                Create(import, batch);
        }

        Create(import, batch);
    }

    private List<(DataConnectionState Connection, bool LacksSecret)> Read()
    {
        using var protection = TransferProtection.Of(
            Passphrase,
            Certificate,
            CertificatePath is null ? null : ResolvePath(CertificatePath),
            CertificatePassword
        );
        var text =
            ParameterSetName == PathSet
                ? InputFile.ReadText(ResolvePath(Path), InputFileKind.Connections, Encoding)
                : InputObject;
        var names = new Names<(DataConnectionState Connection, bool LacksSecret)>(
            Name.Length == 0 ? null : Name,
            c => c.Connection.Name
        );
        var own = new DataConnectionState
        {
            ConnectionProperties = ConnectionProperty is null ? [] : PropertyTable.ToValues(ConnectionProperty),
        };
        var connections = names
            .Choose(DataConnectionFile.Read(text, protection, e => WriteError(Failures.ToErrorRecord(e, Target))))
            .Select(c => (Connection: own.CompletedBy(c.Connection) with { ConnectionProperties = [] }, c.LacksSecret))
            .ToList();
        foreach (var missing in names.Missing(wildcards: true))
            WriteError(
                Failures.ToErrorRecord(
                    NameText.NotFound(
                        missing,
                        ErrorIds.DataConnectionNotInFile,
                        $"The file has no data connection {Quoted.Text(missing)}.",
                        "Check the name: the file has no other connections than those it was exported with."
                    ),
                    missing
                )
            );
        if (
            connections.GroupBy(c => c.Connection.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is
            { } twice
        )
            throw new InputException(
                ErrorIds.DataConnectionFileInvalid,
                $"The file has '{twice.Key}' twice.",
                "Take one of them out: names are unique on a site.",
                FailureKind.InvalidData
            );
        return connections;
    }

    // Under -WhatIf the plan itself is emitted, with its differences.
    private bool Agreed(DataConnectionImportResult plan)
    {
        if (plan.Action == DataConnectionImportAction.None)
            return true;
        var action =
            plan.Action == DataConnectionImportAction.Create
                ? "Create data connection"
                : $"Update data connection ({string.Join("; ", plan.Differences)})";
        if (ShouldProcess($"{plan.Name} on {Current.Server}", action))
            return true;
        WriteObject(plan);
        return false;
    }

    private void Create(DataConnectionImport import, List<(DataConnectionState Wanted, DataConnectionImportResult Plan)> batch)
    {
        try
        {
            CreateTogether(import, batch);
        }
        catch (QlikSnowflakeException e) when (batch.Count > 1 && IsOfOne(e))
        {
            foreach (var one in batch)
                ReportFailure(() => CreateTogether(import, [one]), one.Plan.Name);
        }
        catch (QlikSnowflakeException e)
        {
            WriteError(Failures.ToErrorRecord(e, batch.Select(b => b.Plan.Name).ToArray()));
        }

        batch.Clear();
    }

    private void CreateTogether(
        DataConnectionImport import,
        List<(DataConnectionState Wanted, DataConnectionImportResult Plan)> batch
    )
    {
        if (batch.Count == 0)
            return;
        var made = WaitFor(context => import.CreateAsync([.. batch.Select(b => b.Wanted)], context))
            .ToDictionary(c => c.Name, c => c.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var (_, plan) in batch)
            WriteObject(plan with { Done = true, Id = made.TryGetValue(plan.Name, out var id) ? id : null });
    }

    // One request makes all of them or none: where one is refused, none of the others was made.
    private static bool IsOfOne(QlikSnowflakeException e) =>
        e is InputException or ServiceException { StatusCode: >= 400 and < 500 and not (401 or 403 or 408 or 429) };
}
