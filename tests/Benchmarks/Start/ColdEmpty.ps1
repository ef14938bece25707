# What PowerShell itself takes.
param($HostName, $User, $PrivateKeyPath, $RootCertificatePath, $ModulePath)

$null = $HostName, $User, $PrivateKeyPath, $RootCertificatePath, $ModulePath
